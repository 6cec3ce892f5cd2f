"""News from other rooms: what was paid, what was reported or corrected."""

from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    subscribe("payments.charge.settled", on_charge_settled)
    subscribe("payments.charge.waived", on_charge_settled)
    subscribe("payments.account.changed", on_account_changed)
    subscribe("payments.payout.returned", on_payout_returned)
    subscribe("exchange.value.received", on_values_changed)
    subscribe("exchange.row.settled", on_values_changed)
    subscribe("exchange.correction.answered", on_correction_answered)
    subscribe("exchange.consent.given", on_consent)
    subscribe("exchange.consent.narrowed", on_consent)
    subscribe("exchange.consent.withdrawn", on_consent)
    subscribe("exchange.breach.notice_approved", on_notice_approved)
    for event in ("opened", "assessed", "reported", "closed"):
        subscribe(f"exchange.breach.{event}", on_breach)
    subscribe("services.version.withdrawn", on_version_withdrawn)
    subscribe("services.application.decided", on_decided)
    subscribe("trust.identity.locked", on_identity_locked)
    subscribe("trust.emergency.opened", on_emergency_opened)
    subscribe("cases.case.closed", on_case_closed)
    subscribe("cases.case.transferred", on_case_transferred)


def on_charge_settled(entry: Entry) -> None:
    """The application that waited for the money goes on."""
    from onedoor.services.actions import settle_payment

    settle_payment(charge=entry.subject, by=SYSTEM, at=entry.happened_at)


def on_notice_approved(entry: Entry) -> None:
    """Everybody who is affected is told, some hundred in a transaction."""
    from onedoor.services.actions import tell_affected

    while tell_affected(number=str(entry.data["number"]), by=SYSTEM, at=entry.happened_at):
        pass
    on_breach(entry)


def on_breach(entry: Entry) -> None:
    """Its cases follow what was done."""
    from onedoor.services.actions import follow_breach

    follow_breach(number=str(entry.data["number"]), handler=entry.actor, by=SYSTEM, at=entry.happened_at)


def on_emergency_opened(entry: Entry) -> None:
    """A supervisor reviews it, in a case with a clock."""
    from onedoor.services.actions import open_review_case

    open_review_case(emergency=entry.subject, by=SYSTEM, at=entry.happened_at)


def on_account_changed(entry: Entry) -> None:
    """She hears of it at once, by every contact that she had before: it may not have been she."""
    from onedoor.services.actions import warn_of_account

    if entry.customer is not None:
        tail = str(entry.data.get("tail", ""))
        warn_of_account(
            customer=entry.customer, account=entry.subject, tail=tail, by=SYSTEM, at=entry.happened_at
        )


def on_payout_returned(entry: Entry) -> None:
    """The bank gave money back: an officer of the agency that pays looks at it."""
    from onedoor.services.actions import look_at_returned

    look_at_returned(
        payout=str(entry.data.get("number", "")), entry=entry.id, by=SYSTEM, at=entry.happened_at
    )


def on_identity_locked(entry: Entry) -> None:
    """Somebody of the registry sees to a stolen identity."""
    from onedoor.services.actions import open_theft_case

    if entry.customer is not None:
        open_theft_case(customer=entry.customer, locked_at=entry.happened_at, by=SYSTEM, at=entry.happened_at)


def on_values_changed(entry: Entry) -> None:
    """Drafts that are not signed yet follow the latest report; what was decided without it is
    compared; and what has become her due is offered."""
    from onedoor.services.actions import compare_provisional, find_offers, refresh_drafts_of

    if entry.customer is not None:
        refresh_drafts_of(customer=entry.customer, by=SYSTEM, at=entry.happened_at)
        register = str(entry.data.get("register", ""))
        compare_provisional(customer=entry.customer, register=register, by=SYSTEM, at=entry.happened_at)
        find_offers(customer=entry.customer, register=register, by=SYSTEM, at=entry.happened_at)


def on_consent(entry: Entry) -> None:
    """Her drafts follow what she agreed to, and what she took back."""
    from onedoor.services.actions import follow_consent

    if entry.customer is not None:
        code = str(entry.data.get("code", ""))
        follow_consent(customer=entry.customer, agreement=code, by=SYSTEM, at=entry.happened_at)


def on_decided(entry: Entry) -> None:
    """Was it right to offer it? The rules have answered."""
    from onedoor.services.actions import judge_offer

    judge_offer(application=entry.subject, by=SYSTEM, at=entry.happened_at)


def on_case_closed(entry: Entry) -> None:
    """A report whose case an officer closed without more ado is over for those who reported it too."""
    from onedoor.services.actions import end_report_of_case

    end_report_of_case(case=entry.subject, by=SYSTEM, at=entry.happened_at)


def on_case_transferred(entry: Entry) -> None:
    """Another agency leads: its officers see the report, and the map says so."""
    from onedoor.services.actions import move_report_of_case

    move_report_of_case(case=entry.subject, by=SYSTEM, at=entry.happened_at)


def on_correction_answered(entry: Entry) -> None:
    """The question to the reporter is settled: its case ends, and the drafts follow."""
    from onedoor.services.actions import finish_correction

    if entry.case is not None:
        finish_correction(case=entry.case, by=SYSTEM, at=entry.happened_at)
    on_values_changed(entry)


def on_version_withdrawn(entry: Entry) -> None:
    """Whoever has an unsigned form under it is told."""
    from onedoor.services.tasks import tell_of_version

    tell_of_version.defer(version=str(entry.subject), after="")
