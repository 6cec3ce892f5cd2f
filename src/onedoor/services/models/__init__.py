"""Tables of the services room."""

from onedoor.services.models.applications import (
    LIVE,
    Application,
    EveryValueHasItsSource,
    FlowDefinition,
    SeasonChunk,
    SeasonRun,
    Signature,
)
from onedoor.services.models.reports import Report

__all__ = [
    "LIVE",
    "Application",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "Report",
    "SeasonChunk",
    "SeasonRun",
    "Signature",
]
