"""Tables of letters: what leaves on paper, and what comes in."""

from onedoor.doors.post.models.arriving import Letter, Misfiling, Picture, Scan
from onedoor.doors.post.models.leaving import Batch, Paper, PinSheet

__all__ = ["Batch", "Letter", "Misfiling", "Paper", "Picture", "PinSheet", "Scan"]
