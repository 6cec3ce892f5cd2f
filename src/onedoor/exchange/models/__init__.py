"""The room's tables."""

from onedoor.exchange.models.batches import Batch, BatchRow
from onedoor.exchange.models.breaches import Affected, Breach
from onedoor.exchange.models.consents import Consent, ConsentNotice, ConsentRemoval, PredicateAnswer
from onedoor.exchange.models.corrections import Correction
from onedoor.exchange.models.partners import Partner, Standing
from onedoor.exchange.models.pulls import Pull, RegisterCall, RegisterState, Weighing
from onedoor.exchange.models.requests import ReportRequest
from onedoor.exchange.models.secrecy import Withholding
from onedoor.exchange.models.values import ReportedValue

__all__ = [
    "Affected",
    "Batch",
    "BatchRow",
    "Breach",
    "Consent",
    "ConsentNotice",
    "ConsentRemoval",
    "Correction",
    "Partner",
    "PredicateAnswer",
    "Pull",
    "RegisterCall",
    "RegisterState",
    "ReportRequest",
    "ReportedValue",
    "Standing",
    "Weighing",
    "Withholding",
]
