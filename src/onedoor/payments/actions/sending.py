"""Refunds that the provider has to send: ordered in the transaction, sent after it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.payments.models import Refund
from onedoor.payments.providers import get_provider
from onedoor.payments.record import record
from onedoor.payments.types import REFUND_FAILED, RefundView
from onedoor.payments.views import to_refund


@action(may="payments.refund")
def send_refund(*, refund: UUID, by: Actor, at: datetime) -> RefundView:
    """Have the provider send it. Sending twice is once. A refusal is shown to officers; silence raises,
    and the queue tries again."""
    rows = Refund.objects.select_for_update(of=("self",)).select_related("payment__charge")
    row = rows.filter(id=refund).first()
    if row is None:
        raise NotFound("refund.unknown", _("There is no such refund."))
    if row.state != "ordered":
        return to_refund(row)
    try:
        provider = get_provider(row.payment.provider)
        row.provider_reference = provider.refund(row.payment.provider_reference, row.amount)[:60]
        row.state = "done"
    except (Conflict, Invalid):
        row.state = "failed"
        if row.payment.charge:
            record(REFUND_FAILED, row.payment.charge, by=by, at=at)
    row.save(update_fields=["state", "provider_reference"])
    return to_refund(row)
