"""How agencies and partners get their tasks: at the desk of this house, or by a system of their own.

Inside of the services room. ``base`` says what is asked of a link, ``in_house`` is the desk, ``rest``
an agency's own system, ``choosing`` says who is reached how.
"""
