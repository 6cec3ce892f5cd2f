"""Words of the partners' pages."""
