"""Everything that may be done to a case."""

from onedoor.cases.actions.opening import open_case

__all__ = ["open_case"]
