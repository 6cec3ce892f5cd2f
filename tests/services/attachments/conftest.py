"""Mei Lin sends pictures of her stall."""

from tests.services.stall import market, stall

__all__ = ["market", "stall"]
