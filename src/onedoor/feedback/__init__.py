"""What people say of how they were served, and what is done about it.

Owns: Rating, the follow-up that a poor one opens, and the marks on paper that invite one. Does not own:
cases (cases), reports of the street (services). Events: feedback.rating.*.
"""
