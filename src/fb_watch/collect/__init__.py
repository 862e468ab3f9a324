"""Page in, Captures and media out. The only room that speaks to the network."""
