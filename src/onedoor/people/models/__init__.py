"""The room's tables."""

from onedoor.people.models.contact_points import ContactPoint
from onedoor.people.models.customers import Customer, Identifier, SearchTerm
from onedoor.people.models.invitations import Invitation
from onedoor.people.models.merges import Difference, KeptArrival, LinkKey, Merge, MergeStep
from onedoor.people.models.rights import DataCopy, Disposal, LegalHold
from onedoor.people.models.ties import Mandate, Relation

__all__ = [
    "ContactPoint",
    "Customer",
    "DataCopy",
    "Difference",
    "Disposal",
    "Identifier",
    "Invitation",
    "KeptArrival",
    "LegalHold",
    "LinkKey",
    "Mandate",
    "Merge",
    "MergeStep",
    "Relation",
    "SearchTerm",
]
