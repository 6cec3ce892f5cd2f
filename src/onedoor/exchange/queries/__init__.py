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
from onedoor.exchange.queries.breaches import (
    get_breach,
    list_affected,
    list_breaches,
    list_incidents,
)
from onedoor.exchange.queries.consents import (
    check_consent_receipt,
    find_consent_agreements,
    get_consent,
    get_consent_receipt,
    get_consent_request,
    list_consent_requests,
    list_consents,
    list_due_notices,
    list_without_consent,
)
from onedoor.exchange.queries.corrections import (
    find_correction,
    list_corrections,
    list_corrections_about,
)
from onedoor.exchange.queries.digests import (
    list_uses_of_many,
)
from onedoor.exchange.queries.health import (
    awaits_answer,
    is_pulled,
    list_health,
)
from onedoor.exchange.queries.partners import (
    find_partner,
    get_partner,
)
from onedoor.exchange.queries.requests import (
    list_report_requests,
)
from onedoor.exchange.queries.secrecy import (
    count_withheld,
    list_secrecy_laws,
    list_withholdings,
)
from onedoor.exchange.queries.sign_on import (
    list_claims_allowed,
    preview_claims,
)
from onedoor.exchange.queries.values import (
    count_uses,
    explain_wanted,
    find_disclosure,
    get_attribute,
    list_agreements,
    list_disclosures,
    list_held,
    list_holders,
    list_in_emergency,
    list_registers,
    may_pass_on,
)

__all__ = [
    "awaits_answer",
    "check_consent_receipt",
    "check_file",
    "count_uses",
    "count_withheld",
    "example_file",
    "explain_code",
    "explain_wanted",
    "find_consent_agreements",
    "find_correction",
    "find_disclosure",
    "find_feed",
    "find_partner",
    "get_attribute",
    "get_breach",
    "get_consent",
    "get_consent_receipt",
    "get_consent_request",
    "get_partner",
    "get_receipt",
    "is_pulled",
    "iter_rows",
    "list_affected",
    "list_agreements",
    "list_batches",
    "list_breaches",
    "list_claims_allowed",
    "list_codes",
    "list_consent_requests",
    "list_consents",
    "list_corrections",
    "list_corrections_about",
    "list_disclosures",
    "list_due_notices",
    "list_health",
    "list_held",
    "list_holders",
    "list_in_emergency",
    "list_incidents",
    "list_registers",
    "list_report_requests",
    "list_rows",
    "list_secrecy_laws",
    "list_uses_of_many",
    "list_withholdings",
    "list_without_consent",
    "may_pass_on",
    "preview_claims",
]
