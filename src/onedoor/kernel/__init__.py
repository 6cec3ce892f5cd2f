"""Ids, clock, money, text, calendars, scope, actions and refusals: what every room stands on.

Owns no tables and no business nouns. Anything here may be imported by any room.
"""
