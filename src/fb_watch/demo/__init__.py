"""A Graph API stand-in on loopback with sample pages; serves, never calls."""
