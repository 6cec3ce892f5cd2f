"""Versions of services: their content, which one counts when and for whom, the gate before it."""
