"""Moving what is held of one record to another, and back."""
