"""The codebase as its own test subject: the plan of the house, held by tests."""
