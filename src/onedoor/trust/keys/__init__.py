"""Keys: the master key outside, the wrapped ring in the database, sealing and signing with it."""
