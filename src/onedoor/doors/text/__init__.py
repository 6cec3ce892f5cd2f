"""Text messages and USSD, over SMPP or a plain HTTP gateway.

Owns: how a turn of the dialogue is cut to a screen of a telephone. No rule of its own business.
"""
