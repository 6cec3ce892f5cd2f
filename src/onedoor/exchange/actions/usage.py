"""Asking who used a person's data, from a portal elsewhere: the asking is a line of the same list."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.queries.values import KEEPER, read_period
from onedoor.exchange.types import USAGE_READ, UsagePage
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.text import Text

MOST = 1_000
HERSELF: Text = {
    "en": "You read who used your data, through a system",
    "zh-hans": "您通过系统查阅了数据使用记录",
}
ANOTHER: Text = {
    "en": "Somebody who acts for you read who used your data, through a system",
    "zh-hans": "代理您的人通过系统查阅了您的数据使用记录",
}


@action()
def find_usage(
    *,
    customer: UUID,
    since: datetime,
    until: datetime,
    offset: int = 0,
    limit: int = MOST,
    by: Actor,
    at: datetime,
) -> UsagePage:
    """Who used the data of ``customer`` in a period, newest first: for herself, or for whom she lets act
    for her. That it was asked stands in her list from now on."""
    if by.kind != "citizen" or by.customer != customer:
        raise NotAllowed("usage.not_yours", _("You can read only who used your own data."))
    if since >= until:
        raise Invalid("usage.period", _("The period must begin before it ends."), field="periodStart")
    if not 1 <= limit <= MOST or offset < 0:
        raise Invalid("usage.limit", _("Ask for 1 to 1000 lines, from line 0 on."), field="limit")
    page = read_period(customer, by=by, since=since, until=until, offset=offset, limit=limit)
    journal.record(
        USAGE_READ, subject_kind="customer", subject=customer, customer=customer, agency=KEEPER,
        purpose="read-usage", by=by, at=at, data={"aim": ANOTHER if by.mandate else HERSELF},
    )  # fmt: skip
    return page
