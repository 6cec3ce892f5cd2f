"""Files that strangers send: told by their content, limited, scanned, and drawn anew before they are kept."""
