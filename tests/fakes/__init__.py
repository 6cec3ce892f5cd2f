"""Outside systems as their documentation describes them, small enough to read, held to a contract."""
