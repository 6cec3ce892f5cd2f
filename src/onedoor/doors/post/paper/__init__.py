"""Draws what leaves on paper: letters for the envelope's window, and forms that are read back."""
