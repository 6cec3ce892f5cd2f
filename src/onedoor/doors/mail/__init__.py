"""E-mail: heard over IMAP, answered over SMTP.

Owns: what a mail is taken for, the conversation that an answer goes on with, and the answers that still
have to leave. A sender's address is never anybody's identity.
"""
