"""The bank's language, ISO 20022: orders to it (pain.001), its reports (pain.002), its statements
(camt.053). Pure: no tables, no clock."""
