"""Charges to refunds, a ledger that the database keeps in balance, and who may see them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN = "customer = onedoor_customer()"
CHARGING = "(onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"
OF_A_CHARGE = "exists (select 1 from payments_charge c where c.id = charge_id)"
OF_A_PAYMENT = "exists (select 1 from payments_payment p where p.id = payment_id)"
KEPT = "(onedoor_kind() = 'officer' and charge_id is null)"

LEDGER = """
create function ledger_balances() returns trigger language plpgsql as $$
declare
    kind text := coalesce(current_setting('onedoor.kind', true), '');
    total numeric;
begin
    -- Whoever commits, all of a posting is summed: a sum over the rows she may see proves nothing.
    perform set_config('onedoor.kind', 'system', true);
    select sum(amount) into total from payments_ledgerentry where posting = new.posting;
    perform set_config('onedoor.kind', kind, true);
    if total is distinct from 0 then
        raise exception 'ledger posting % does not balance', new.posting using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger ledger_balances after insert on payments_ledgerentry
    deferrable initially deferred for each row execute function ledger_balances();
create function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_append_only before update or delete on payments_ledgerentry
    for each row execute function ledger_refuse_change();
"""
DROP_LEDGER = """
drop trigger ledger_append_only on payments_ledgerentry; drop trigger ledger_balances on payments_ledgerentry;
drop function ledger_refuse_change(); drop function ledger_balances();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("service", models.CharField(max_length=60)),
                ("application", models.UUIDField(db_index=True, null=True)),
                ("case", models.UUIDField(null=True)),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), size=None
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("paid", models.DecimalField(decimal_places=2, default=0, max_digits=13)),
                ("due_date", models.DateField()),
                ("state", models.CharField(max_length=10)),
                ("raised_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="charge_asks_for_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("paid__lte", models.F("amount"))),
                        name="charge_paid_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid", 0), ("state", "due")),
                            models.Q(
                                ("paid__gt", 0), ("paid__lt", models.F("amount")), ("state", "part_paid")
                            ),
                            models.Q(
                                ("paid", models.F("amount")),
                                ("settled_at__isnull", False),
                                ("state", "settled"),
                            ),
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            ("state", "refunded"),
                            _connector="OR",
                        ),
                        name="charge_state_agrees_with_paid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckoutAttempt",
            fields=[
                ("reference", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("customer", models.UUIDField(db_index=True)),
                ("provider", models.CharField(max_length=20)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("state", models.CharField(max_length=10)),
                ("started_at", models.DateTimeField()),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkouts",
                        to="payments.charge",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("posting", models.UUIDField(db_index=True)),
                ("account", models.CharField(max_length=30)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("posted_at", models.DateTimeField()),
                (
                    "charge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.charge",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("provider", models.CharField(max_length=20)),
                ("provider_reference", models.CharField(max_length=60)),
                ("quoted_reference", models.CharField(max_length=60)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("applied", models.DecimalField(decimal_places=2, default=0, max_digits=13)),
                ("refunded", models.DecimalField(decimal_places=2, default=0, max_digits=13)),
                ("state", models.CharField(max_length=10)),
                ("paid_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                (
                    "charge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payments.charge",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("issued_at", models.DateTimeField()),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="payments.payment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("reason", models.TextField()),
                ("refunded_by", models.UUIDField()),
                ("refunded_at", models.DateTimeField()),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="payments.payment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChargeLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("agency", models.CharField(max_length=8)),
                ("code", models.CharField(max_length=40)),
                ("title", models.JSONField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.charge",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("charge", "position"), name="line_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("due_date", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="payments.charge",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("charge", "position"), name="instalment_position_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("provider", "provider_reference"), name="payment_counted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_is_money"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("applied__gte", 0), ("applied__lte", models.F("amount"))),
                name="payment_applied_within_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))),
                name="payment_refunded_within_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_is_money"),
        ),
        migrations.RunSQL(LEDGER, DROP_LEDGER),
        row_level_security("payments_charge", using=f"{OWN} or {CHARGING}"),
        row_level_security("payments_chargeline", using=OF_A_CHARGE),
        row_level_security("payments_instalment", using=OF_A_CHARGE),
        row_level_security("payments_checkoutattempt", using=OF_A_CHARGE),
        row_level_security("payments_payment", using=f"{KEPT} or {OF_A_CHARGE}"),
        row_level_security("payments_receipt", using=OF_A_PAYMENT),
        row_level_security("payments_refund", using=OF_A_PAYMENT),
        row_level_security("payments_ledgerentry", using=f"{OWN} or {KEPT} or {OF_A_CHARGE}"),
    ]
