"""Answers and articles: one wording, which every door says in its own form.

Owns: Article with its versions, variants and topics (catalogue/articles/), their search, parity and
staleness. Does not own: services and their files (services), what a customer was told (contact).
Events: knowledge.article.*.
"""
