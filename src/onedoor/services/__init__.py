"""Services: what government does for a person, each written in one service file.

Owns: the service files (``catalogue/<service>/``) and their checking, the rules and their
explanation, the questions and their answers, the applications, their values, signature and
flow, the drafts of a whole season.

Does not own: what registers hold (``exchange``), work with a clock (``cases``), money
(``payments``), letters once issued (``contact``).

Pure parts without a database: ``files`` (read and check), ``decide`` (compute and explain),
``forms`` (pages and answers). They never import models.
"""
