"""One verb, one file, loaded when called: options, one call into a room, printing."""
