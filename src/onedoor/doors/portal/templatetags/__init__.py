"""Filters of the portal."""
