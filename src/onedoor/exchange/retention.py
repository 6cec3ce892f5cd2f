"""When the time of this room's rows is over."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Batch, Partner, ReportedValue, Standing
from onedoor.exchange.models.values import LIVE
from onedoor.people.rules import KeepRule, aged, back, basis_years, keep, period_of

BASIS_YEAR = _("after the basis year")


def declare_all() -> None:
    """Called once the app registry is ready."""
    keep(
        KeepRule("exchange.Batch", BASIS_YEAR, _batches, takes=("exchange.BatchRow",), title=_("Batches")),
        aged(
            "exchange.Breach",
            "closed_at",
            _("after it was closed"),
            _("Breaches of data"),
            ("exchange.Affected",),
        ),
        aged("exchange.Affected", "told_at", _("after she was told")),
        aged(
            "exchange.Consent",
            "withdrawn_at",
            _("after it was withdrawn"),
            takes=("exchange.ConsentRemoval", "exchange.ConsentNotice"),
        ),
        aged("exchange.PredicateAnswer", "answered_at", _("after it was told")),
        aged("exchange.Correction", "answered_at", _("after the answer")),
        KeepRule(
            "exchange.Partner",
            _("after the last standing ended"),
            _partners,
            takes=("exchange.Standing",),
            title=_("Partners"),
        ),
        aged("exchange.Pull", "answered_at", _("after the last answer")),
        aged("exchange.RegisterCall", "called_at", _("after the call")),
        aged("exchange.Weighing", "said_at", _("after it was said")),
        aged("exchange.ReportRequest", "requested_at", _("after the request")),
        aged("exchange.Withholding", "ends_at", _("after it ended")),
        KeepRule("exchange.ReportedValue", _("after the basis year, or after it was replaced"), _values),
    )


def _batches(at: datetime) -> QuerySet[Any]:
    period = period_of(Batch)
    of_no_year = ~Q(period__regex=r"^[0-9]{4}$") & Q(received_at__lte=back(at, period))
    return Batch.objects.filter(Q(period__in=basis_years(at, period)) | of_no_year)


def _partners(at: datetime) -> QuerySet[Any]:
    own = Standing.objects.filter(partner=OuterRef("pk"))
    later = own.filter(Q(active_to=None) | Q(active_to__gt=back(at, period_of(Partner))))
    return Partner.objects.filter(Exists(own), ~Exists(later))


def _values(at: datetime) -> QuerySet[Any]:
    """Those of a basis year; a standing value when another has stood in its place long enough."""
    period = period_of(ReportedValue)
    newer = ReportedValue.objects.filter(supersedes=OuterRef("pk"), received_at__lte=back(at, period))
    standing = ~Q(period__regex=r"^[0-9]{4}$") & ~Q(state__in=LIVE) & Q(Exists(newer))
    return ReportedValue.objects.filter(Q(period__in=basis_years(at, period)) | standing)
