"""The door for systems: every service as REST, and street reports as Open311 GeoReport v2.

Owns shapes and formats, no rule and no table: what it does, it does by the queries and actions of the
portal, and what the portal refuses it refuses.
"""
