"""Rules: named formulas and tables, worked out exactly, each result explained."""
