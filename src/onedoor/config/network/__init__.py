"""The demo city's own networks: what a carrier, a mail provider and a print house would be.

Each part is a module with ``serve(stop: threading.Event)``. Real protocols on loopback, invented people.
"""
