"""The citizens' and businesses' door in the browser: look, sign, pay, and see who used your data.

Owns pages, no rule and no table: it shows what queries answer and hands forms to actions.
"""
