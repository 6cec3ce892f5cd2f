"""How fast the house is, and beside what: tables that anybody can print again with ``make bench``.

Each run builds a database of its own on the server it is given and drops it afterwards.
"""
