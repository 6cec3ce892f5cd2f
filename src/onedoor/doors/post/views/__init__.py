"""The letter room's pages, beside the desk's."""
