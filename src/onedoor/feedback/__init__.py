"""What people say of how they were served, and what is done about it.

Owns: Rating, and the follow-up that a poor one opens. Does not own: cases (cases), reports of the
street (services). Events: feedback.rating.*.
"""
