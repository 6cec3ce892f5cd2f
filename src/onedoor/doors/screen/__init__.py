"""Kiosk and television: the dialogue in large type, by touch or by four arrows and OK.

Owns: how a turn looks from three metres, the end of a session that nobody uses. No rule of its own.
"""
