"""What is kept no longer: the keeping periods that run, what holds them up, and disposal."""
