"""Government comes first: who is found, what is offered to her, what becomes of it.

Inside of the services room. ``matching`` decides whom a service is for; the writes are in
``actions.offering``.
"""
