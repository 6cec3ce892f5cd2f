"""One module a part of the desk; each view asks the rooms and renders."""
