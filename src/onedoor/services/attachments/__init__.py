"""Files that people send with their answers: looked into, made safe, sealed, and given out by one door."""
