"""Onedoor: one door to the whole of government."""
