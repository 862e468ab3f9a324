"""What Facebook writes – posts as JSON, times, addresses, ids – in; Posts and names out. Pure."""
