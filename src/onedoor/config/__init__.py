"""The composition root: settings, addresses, wiring of rooms to each other, the command line.

Owns no rules and no tables. Nothing imports it.
"""
