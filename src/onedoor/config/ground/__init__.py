"""The ground the product stands on when a machine has nothing but Python.

Owns the embedded PostgreSQL, the processes of ``make run``, the browser assets and the search for
Chromium. Nothing here imports Django: it runs before there is a database to set Django up with.
"""
