"""E-mail in (IMAP) and out (SMTP).

Owns: reading mail, threads, bounces, guarding against loops. Never trusts a sender's address as identity.
"""
