"""The telephone: voice flows over Asterisk's ARI or over webhooks.

Owns: how a turn of the dialogue sounds, keys and caller ids. No rule and no table of its own business.
"""
