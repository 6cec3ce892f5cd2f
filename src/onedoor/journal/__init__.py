"""The append-only record of what happened, its Merkle seal and its proofs.

Owns: entries, leaves, signed tree heads and their cosignatures, proofs and the program that checks them,
delivery of entries to subscribers.
Does not own: who the actors are (trust), whose business it is (people), what events mean.
Events: ``journal.attempt.refused``.
"""
