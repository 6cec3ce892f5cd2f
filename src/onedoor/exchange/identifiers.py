"""Where exchange learns what a well-formed identifier is: people's rule, and nobody else's."""

from onedoor.people.rules import check_identifier

__all__ = ["check_identifier"]
