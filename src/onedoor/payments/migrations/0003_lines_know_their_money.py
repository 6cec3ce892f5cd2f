"""Lines learn what they got of money that was paid before, and the database holds them to it; the new
tables get their row-level security."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import migrations

from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import row_level_security
from onedoor.payments.rules import apportion

OWN = "customer = onedoor_customer()"
OFFICERS = "onedoor_kind() = 'officer'"
ITS_AGENCY = f"({OFFICERS} and onedoor_agency() = agency)"
OF_A_LINE = "exists (select 1 from payments_chargeline l where l.id = line_id)"
OF_A_PAYOUT = "exists (select 1 from payments_payout p where p.id = payout_id)"
PAID_BY_HER_AGENCY = (
    "onedoor_kind() = 'officer' and exists"
    " (select 1 from payments_payout p where p.customer = payments_payeeaccount.customer)"
)
OF_AN_ORDER = "exists (select 1 from payments_payoutpart p where p.order_id = payments_paymentorder.id)"

LINES = """
create function charge_is_its_lines() returns trigger language plpgsql as $$
declare
    kind text := coalesce(current_setting('onedoor.kind', true), '');
    whole uuid;
    asks numeric; asked numeric; got numeric; paid_in numeric;
begin
    whole := case when tg_table_name = 'payments_charge' then new.id
                  else (to_jsonb(new) ->> 'charge_id')::uuid end;
    -- Whoever commits, all of a bill is summed: a sum over the rows she may see proves nothing.
    perform set_config('onedoor.kind', 'system', true);
    select amount, paid into asks, paid_in from payments_charge where id = whole;
    select sum(amount - waived), sum(paid) into asked, got from payments_chargeline where charge_id = whole;
    perform set_config('onedoor.kind', kind, true);
    if asks is distinct from asked or paid_in is distinct from got then
        raise exception 'charge % is not the sum of its lines', whole using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger charge_is_its_lines after insert or update on payments_charge
    deferrable initially deferred for each row execute function charge_is_its_lines();
create constraint trigger line_is_of_its_charge after insert or update on payments_chargeline
    deferrable initially deferred for each row execute function charge_is_its_lines();
"""
DROP_LINES = """
drop trigger line_is_of_its_charge on payments_chargeline;
drop trigger charge_is_its_lines on payments_charge;
drop function charge_is_its_lines();
"""


def give_lines_their_money(apps: Any, _editor: Any) -> None:
    """As a payment would have: pro rata over the lines, to the cent."""
    for charge in apps.get_model("payments", "Charge").objects.filter(paid__gt=0).iterator(chunk_size=500):
        lines = list(
            apps.get_model("payments", "ChargeLine").objects.filter(charge=charge).order_by("position")
        )
        back = sum(_taken_back(apps, charge), Decimal("0.00"))
        shares = apportion(charge.paid, [line.amount for line in lines])
        for line, share in zip(lines, shares, strict=True):
            line.paid = share
        returned = apportion(back, [line.paid for line in lines])
        for line, share in zip(lines, returned, strict=True):
            line.refunded = share
            line.save(update_fields=["paid", "refunded"])
        _post(apps, charge, lines)


def _taken_back(apps: Any, charge: Any) -> Iterator[Decimal]:
    """What went back of money that was counted; of each payment, what was too much went first."""
    for payment in apps.get_model("payments", "Payment").objects.filter(charge=charge):
        over = payment.amount - payment.applied
        for refund in payment.refunds.order_by("refunded_at"):
            refund.from_lines = max(Decimal("0.00"), refund.amount - over)
            refund.save(update_fields=["from_lines"])
            over -= refund.amount - refund.from_lines
            yield refund.from_lines


def _post(apps: Any, charge: Any, lines: list[Any]) -> None:
    received: dict[str, Decimal] = {}
    for line in lines:
        account = f"received:{line.agency}"
        received[account] = received.get(account, Decimal("0.00")) - (line.paid - line.refunded)
    entry, posting = apps.get_model("payments", "LedgerEntry"), new_id()
    amounts = {"receipts": -sum(received.values()), **received}
    entry.objects.bulk_create(
        entry(posting=posting, account=account, charge=charge, customer=charge.customer, amount=amount,
              posted_at=charge.settled_at or charge.raised_at)
        for account, amount in amounts.items() if amount
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_lines_and_payouts")]

    operations = [
        migrations.RunPython(give_lines_their_money, migrations.RunPython.noop),
        migrations.RunSQL("set constraints all immediate", migrations.RunSQL.noop),
        migrations.RunSQL(LINES, DROP_LINES),
        row_level_security("payments_waiver", using=OF_A_LINE),
        row_level_security("payments_payout", using=f"{OWN} or {ITS_AGENCY}"),
        row_level_security("payments_payoutpart", using=OF_A_PAYOUT),
        row_level_security("payments_payeeaccount", using=f"{OWN} or ({PAID_BY_HER_AGENCY})"),
        row_level_security("payments_paymentorder", using=f"{OFFICERS} and {OF_AN_ORDER}"),
        row_level_security("payments_bankstatement", using=OFFICERS),
        row_level_security("payments_statementitem", using=OFFICERS),
    ]
