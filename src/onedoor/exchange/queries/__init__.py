"""Reads: what is held, who used it, partners, receipts, questions to reporters."""

from onedoor.exchange.intake.checking import (
    check_file,
)
from onedoor.exchange.queries.batches import (
    example_file,
    explain_code,
    find_feed,
    get_receipt,
    iter_rows,
    list_batches,
    list_codes,
    list_rows,
)
from onedoor.exchange.queries.consents import (
    list_consents,
)
from onedoor.exchange.queries.corrections import (
    find_correction,
    list_corrections,
    list_corrections_about,
)
from onedoor.exchange.queries.partners import (
    find_partner,
    get_partner,
)
from onedoor.exchange.queries.requests import (
    list_report_requests,
)
from onedoor.exchange.queries.values import (
    count_uses,
    find_disclosure,
    get_attribute,
    list_agreements,
    list_disclosures,
    list_held,
    list_holders,
    list_in_emergency,
    list_registers,
)

__all__ = [
    "check_file",
    "count_uses",
    "example_file",
    "explain_code",
    "find_correction",
    "find_disclosure",
    "find_feed",
    "find_partner",
    "get_attribute",
    "get_partner",
    "get_receipt",
    "iter_rows",
    "list_agreements",
    "list_batches",
    "list_codes",
    "list_consents",
    "list_corrections",
    "list_corrections_about",
    "list_disclosures",
    "list_held",
    "list_holders",
    "list_in_emergency",
    "list_registers",
    "list_report_requests",
    "list_rows",
]
