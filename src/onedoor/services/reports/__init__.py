"""Reports of what is wrong at a place: found again, worked on once, told about at the end."""
