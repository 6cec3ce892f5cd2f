"""Others who take part in an application and confirm it by a link of their own.

Inside of the services room. ``named`` reads who takes part, ``asking`` writes to them, ``content`` is
what they see and sign, ``views`` shows them to others; ``flow.confirming`` moves the flow on.
"""
