"""Everything that is held of one person: collected, opened, and put into one file for her."""
