"""Reading partners' files: one core for the offline check and for the real intake. No database."""
