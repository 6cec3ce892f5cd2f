"""Packets: what a village agent wrote down where there is no network, packed for the house alone."""
