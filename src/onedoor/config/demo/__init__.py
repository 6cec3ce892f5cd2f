"""The demo city: twenty thousand invented people, their employers and charities, and a year of history.

Everything is drawn from one seed, so the city is the same every time. Nobody in it exists: every
identifier carries the area prefix 990, which no country has.
"""
