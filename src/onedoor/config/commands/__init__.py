"""The commands that join several rooms, or that run the house."""
