"""Tables of the services room."""

from onedoor.services.models.agency_work import AgencyTask, BroughtValue, Wait
from onedoor.services.models.applications import (
    LIVE,
    Application,
    EveryValueHasItsSource,
    FlowDefinition,
    SeasonChunk,
    SeasonRun,
    Signature,
)

__all__ = [
    "LIVE",
    "AgencyTask",
    "Application",
    "BroughtValue",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "SeasonChunk",
    "SeasonRun",
    "Signature",
    "Wait",
]
