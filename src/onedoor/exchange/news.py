"""What the room tells the journal. Others import it from ``types``."""

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event

VALUES_DISCLOSED = Event("exchange.values.disclosed", _("%(receiver)s used your data. Purpose: %(aim)s"))
VALUES_REFUSED = Event(
    "exchange.values.refused", _("%(receiver)s asked for your data and was refused. Purpose given: %(aim)s")
)
VALUES_REPORTED = Event("exchange.values.reported", _("%(register)s took in %(count)s values"), "audit")
VALUES_WITHDRAWN = Event("exchange.values.withdrawn", _("%(register)s took back %(count)s values"), "audit")
REGISTER_MATCHED = Event(
    "exchange.register.matched", _("%(register)s was searched: %(found)s of %(looked_at)s match"), "audit"
)
VALUE_RECEIVED = Event("exchange.value.received", _("%(source)s reported data about you: %(attributes)s"))
BATCH_RECEIVED = Event(
    "exchange.batch.received", _("Batch %(number)s was taken in: %(accepted)s of %(rows)s rows"), "officer"
)
BATCH_REFUSED = Event("exchange.batch.refused", _("Batch %(number)s was refused as a whole"), "officer")
ROW_SETTLED = Event("exchange.row.settled", _("A waiting record from %(source)s was added to your data"))
CORRECTION_OPENED = Event(
    "exchange.correction.opened", _("%(source)s was asked to check what it reported: %(attributes)s")
)
CORRECTION_ANSWERED = Event(
    "exchange.correction.answered", _("%(source)s answered about what it reported: %(attributes)s")
)
REPORT_REQUESTED = Event("exchange.report.requested", _("%(source)s was asked to report: %(attributes)s"))
PARTNER_REGISTERED = Event("exchange.partner.registered", _("Partner %(partner)s was registered"), "officer")
PARTNER_CHANGED = Event("exchange.partner.changed", _("Partner %(partner)s is now %(status)s"), "officer")
REGISTER_DOWN = Event(
    "exchange.register.went_down", _("%(register)s does not answer and is asked no more for now"), "officer"
)
REGISTER_BACK = Event("exchange.register.came_back", _("%(register)s answers again"), "officer")
SOURCES_WEIGHED = Event(
    "exchange.sources.weighed", _("You said which of two sources is right about you: %(attributes)s")
)
USAGE_READ = Event("exchange.usage.read", _("It was read who used your data"))
SECRECY_ASKED = Event("exchange.secrecy.asked", _("Secrecy was proposed, until %(until)s"), "audit")
SECRECY_GRANTED = Event("exchange.secrecy.granted", _("Secrecy was granted, until %(until)s"), "audit")
SECRECY_REFUSED = Event("exchange.secrecy.refused", _("Secrecy was not granted"), "audit")
SECRECY_LONGER_ASKED = Event(
    "exchange.secrecy.longer_asked", _("It was proposed to prolong secrecy, until %(until)s"), "audit"
)
SECRECY_PROLONGED = Event("exchange.secrecy.prolonged", _("Secrecy was prolonged, until %(until)s"), "audit")
SECRECY_LONGER_REFUSED = Event("exchange.secrecy.longer_refused", _("Secrecy was not prolonged"), "audit")
SECRECY_LIFTED = Event("exchange.secrecy.lifted", _("Secrecy ended before its time"), "audit")
SECRECY_AUDITED = Event(
    "exchange.secrecy.audited", _("The list of what is secret was read: %(count)s lines"), "audit"
)
BREACH_OPENED = Event("exchange.breach.opened", _("Breach %(number)s was opened"), "officer")
BREACH_ASSESSED = Event(
    "exchange.breach.assessed",
    _("Breach %(number)s was assessed: %(affected)s persons, risk %(risk)s"),
    "officer",
)
BREACH_NOTICE_DRAFTED = Event(
    "exchange.breach.notice_drafted", _("A notice about breach %(number)s was drafted"), "officer"
)
BREACH_NOTICE_APPROVED = Event(
    "exchange.breach.notice_approved", _("The notice about breach %(number)s was approved"), "officer"
)
BREACH_REPORTED = Event(
    "exchange.breach.reported", _("Breach %(number)s was reported to the authority"), "officer"
)
BREACH_CLOSED = Event("exchange.breach.closed", _("Breach %(number)s was closed"), "officer")
CONSENT_GIVEN = Event("exchange.consent.given", _("You agreed to: %(agreement)s"))
CONSENT_DECLINED = Event("exchange.consent.declined", _("You said no to: %(agreement)s"))
CONSENT_NARROWED = Event(
    "exchange.consent.narrowed", _("You took back a part of your consent to: %(agreement)s. Part: %(part)s")
)
NOTICE_ANSWERED = Event(
    "exchange.notice.answered", _("%(receiver)s was told what you took back, and answered: %(state)s")
)
NOTICE_STUCK = Event(
    "exchange.notice.stuck",
    _("%(receiver)s could not be told what you took back. An officer looks after it."),
)
CONSENT_WITHDRAWN = Event("exchange.consent.withdrawn", _("You withdrew your consent to: %(agreement)s"))
