"""Service files: their shape, reading them, and telling their author what to mend."""
