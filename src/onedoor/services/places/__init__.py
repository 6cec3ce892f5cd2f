"""Places: how far apart two are, and where in the city an address lies."""
