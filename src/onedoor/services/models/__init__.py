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
from onedoor.services.models.offers import OPEN_OFFERS, Offer
from onedoor.services.models.parties import ApplicationParty
from onedoor.services.models.versions import ServiceVersion

__all__ = [
    "LIVE",
    "OPEN_OFFERS",
    "AgencyTask",
    "Application",
    "ApplicationParty",
    "BroughtValue",
    "EveryValueHasItsSource",
    "FlowDefinition",
    "Offer",
    "SeasonChunk",
    "SeasonRun",
    "ServiceVersion",
    "Signature",
    "Wait",
]
