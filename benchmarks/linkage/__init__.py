"""How well, and how fast, somebody who arrives is recognised."""
