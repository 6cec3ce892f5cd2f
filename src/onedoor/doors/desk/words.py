"""The desk's words for what the rooms name by codes."""

from django.utils.translation import gettext_lazy as _

from onedoor.look.timeline import DOORS

__all__ = ["DOORS"]

LANES = {"urgent": _("Urgent"), "fast": _("Fast"), "normal": _("Normal")}
STATES = {"open": _("In progress"), "waiting": _("Clock stopped"), "closed": _("Finished")}
STOP_REASONS = {
    "customer": _("We need something from the customer"),
    "reporter": _("We asked the organisation that reported the value"),
    "court": _("A court or appeal must decide first"),
    "another-authority": _("An authority outside the city must answer first"),
}
OUTCOMES = {
    "approved": _("Approved"),
    "refused": _("Turned down"),
    "answered": _("Answered"),
    "corrected": _("Corrected"),
    "withdrawn": _("Withdrawn by the customer"),
}
ENDINGS = OUTCOMES | {  # no officer chooses these on the page of a case
    "decided": _("Decided"),
    "justified": _("It was right"),
    "not-justified": _("It was not right"),
    "reported": _("The authority was told"),
    "told": _("The persons were told"),
    "not-needed": _("Not needed"),
}
CONTACT_DOORS = {
    "phone": _("By phone"),
    "counter": _("At the counter"),
    "email": _("By e-mail"),
    "post": _("By post"),
}
THREADS = {
    "waiting": _("Wait for an answer"),
    "answered": _("Answered"),
    "closed": _("Closed"),
}
DELIVERIES = {
    "created": _("waits to leave"),
    "sending": _("is tried again"),
    "sent": _("has left"),
    "delivered": _("arrived"),
    "bounced": _("came back"),
    "failed": _("could not be sent"),
}
CONTACT_RESULTS = {
    "answered": _("Answered now"),
    "case": _("A case goes on with it"),
    "call-back": _("We call back"),
    "referred": _("Another agency answers"),
}
APPLICATION_STATES = {
    "draft": _("Not signed yet"),
    "checking": _("Being checked"),
    "signed": _("Signed"),
    "decided": _("Decided"),
    "closed": _("Finished"),
    "withdrawn": _("Withdrawn"),
}
CHARGE_STATES = {
    "due": _("To pay"),
    "part_paid": _("Paid in part"),
    "settled": _("Paid"),
    "cancelled": _("Cancelled"),
    "refunded": _("Paid back"),
    "waived": _("Waived"),
}
PART_STATES = {
    "planned": _("Planned"),
    "held": _("Held until it is released"),
    "ordered": _("With the bank"),
    "paid": _("Paid"),
    "returned": _("Came back from the bank"),
    "lapsed": _("Lapsed"),
    "stopped": _("Stopped"),
}
BANK_RESULTS = {
    "matched": _("Matched"),
    "amount_differs": _("Amount differs"),
    "missing_here": _("Missing in our books"),
    "missing_at_bank": _("Missing at the bank"),
}
STEPS = {
    "sign": _("signs"),
    "confirm": _("confirms"),
    "supply": _("brings what is missing"),
    "decide": _("decides by the rules"),
    "review": _("looks at the whole"),
    "task": _("does its own piece of work"),
    "tell": _("is told"),
    "pay": _("pays"),
    "payout": _("pays money out"),
    "release": _("releases the next part of a payout"),
    "letter": _("sends a letter"),
    "notify": _("sends word"),
}
WAYS = {"status": _("hear how far it is"), "ask": _("answer questions"), "sign": _("sign"), "pay": _("pay")}

CALL_REASONS = {
    "asked": _("Asked to be called"),
    "hung-up-waiting": _("Hung up while waiting"),
    "nobody-free": _("Nobody was free"),
}
