"""How people come in; siblings that never import each other."""
