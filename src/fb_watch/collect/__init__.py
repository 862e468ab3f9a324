"""Page in, Captures and Posts out. The only room that speaks to the network."""
