"""Stories: the running product driven over HTTP as its users would, each promise held to account."""
