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
from onedoor.services.models.parties import ApplicationParty

__all__ = [
    "LIVE",
    "Application",
    "ApplicationParty",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "SeasonChunk",
    "SeasonRun",
    "Signature",
]
