"""Answers and articles: one wording, which every door says in its own form.

Owns: Article with its versions and their words for the search (catalogue/articles/), parity and
staleness, what helped and what was searched in vain. Does not own: services and their files (services),
which hand in the facts that answers name; nor what a customer was told (contact).
Events: knowledge.article.*.
"""
