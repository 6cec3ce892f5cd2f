"""Everything that passes between a customer and government."""

from onedoor.contact.actions.letters import attach_pdf, issue_letter, replace_letter

__all__ = ["attach_pdf", "issue_letter", "replace_letter"]
