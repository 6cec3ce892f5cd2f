"""Who somebody is, what she may do, and the keys that prove it.

Owns accounts, agencies, roles and posts, partners' credentials, assurance levels and second
factors, assisted sessions, and the keys for sealing, blind indexes, pseudonyms and signatures.
Does not own customers (``people``), nor what happened (``journal``).
Events: ``trust.account.*``, ``trust.post.*``, ``trust.partner_key.*``, ``trust.step_up.*``,
``trust.assistance.*``.
"""
