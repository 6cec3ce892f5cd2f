"""The partners' door: organisations send files, see what became of each row, and answer questions.

Owns pages and an interface for systems, no rule and no table. Whoever comes through it sends its own
organisation's data and reads nothing else.
"""
