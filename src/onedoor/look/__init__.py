"""The design system that every door wears: page frame, components, forms, error pages, sign-in walls.

Owns templates, static files, template tags, the form renderer and ``@door``. Owns no table and no
business: it shows what it is given.
"""
