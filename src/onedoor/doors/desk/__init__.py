"""The desk: officers and supervisors in the browser, with a customer waiting.

Owns pages, keyboard, and the words on them. Owns no table and no rule: it shows what the rooms'
queries give this officer and passes on what she decides.
"""
