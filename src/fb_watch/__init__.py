"""Watch an NGO network's Facebook pages, keep what they say, hand it on so that it can be cited."""
