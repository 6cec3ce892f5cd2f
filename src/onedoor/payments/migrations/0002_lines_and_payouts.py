"""Lines with waivers and money of their own; payouts and orders to the bank; its statements."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import onedoor.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_charges"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("form", models.CharField(max_length=8)),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
                ("opening", models.DecimalField(decimal_places=2, max_digits=13)),
                ("closing", models.DecimalField(decimal_places=2, max_digits=13)),
                ("lines", models.IntegerField()),
                ("taken_by", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PayeeAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("sealed", models.BinaryField()),
                ("index", models.BinaryField()),
                ("tail", models.CharField(max_length=4)),
                ("given_by", models.UUIDField(null=True)),
                ("given_at", models.DateTimeField()),
                ("usable_from", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=35, unique=True)),
                ("execution_date", models.DateField()),
                ("parts_count", models.IntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("state", models.CharField(max_length=8)),
                ("made_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
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
                ("application", models.UUIDField()),
                ("step", models.CharField(max_length=60)),
                ("case", models.UUIDField(null=True)),
                ("agency", models.CharField(max_length=8)),
                ("title", models.JSONField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("planned_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_why", models.TextField(default="")),
                ("reclaimed", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="PayoutPart",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("position", models.SmallIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=13)),
                ("due_date", models.DateField()),
                ("state", models.CharField(max_length=8)),
                ("reference", models.CharField(max_length=35, unique=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("paid_at", models.DateTimeField(null=True)),
                ("returned_why", models.CharField(default="", max_length=10)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="StatementItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("result", models.CharField(max_length=16)),
                ("booked_date", models.DateField()),
                ("reference", models.CharField(max_length=60)),
                ("theirs", models.DecimalField(decimal_places=2, max_digits=13, null=True)),
                ("ours", models.DecimalField(decimal_places=2, max_digits=13, null=True)),
                ("our_date", models.DateField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("note", models.TextField(default="")),
            ],
            options={
                "ordering": ["booked_date", "reference", "id"],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("reason", models.TextField()),
                ("state", models.CharField(default="asked", max_length=8)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="charge",
            name="charge_asks_for_something",
        ),
        migrations.RemoveConstraint(
            model_name="charge",
            name="charge_state_agrees_with_paid",
        ),
        migrations.AddField(
            model_name="chargeline",
            name="paid",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=13),
        ),
        migrations.AddField(
            model_name="chargeline",
            name="refunded",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=13),
        ),
        migrations.AddField(
            model_name="chargeline",
            name="stays",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="chargeline",
            name="waived",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=13),
        ),
        migrations.AddField(
            model_name="chargeline",
            name="waived_why",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="checkoutattempt",
            name="provider_reference",
            field=models.CharField(default="", max_length=60),
        ),
        migrations.AddField(
            model_name="checkoutattempt",
            name="url",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="refund",
            name="from_lines",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=13),
        ),
        migrations.AddField(
            model_name="refund",
            name="provider_reference",
            field=models.CharField(default="", max_length=60),
        ),
        migrations.AddField(
            model_name="refund",
            name="state",
            field=models.CharField(default="done", max_length=8),
        ),
        migrations.AlterField(
            model_name="refund",
            name="refunded_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__gt", 0),
                    models.Q(("amount", 0), ("state__in", ("cancelled", "waived"))),
                    _connector="OR",
                ),
                name="charge_asks_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="charge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid", 0), ("state", "due")),
                    models.Q(("paid__gt", 0), ("paid__lt", models.F("amount")), ("state", "part_paid")),
                    models.Q(
                        ("paid", models.F("amount")), ("settled_at__isnull", False), ("state", "settled")
                    ),
                    models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                    models.Q(("amount", 0), ("state", "waived")),
                    ("state", "refunded"),
                    _connector="OR",
                ),
                name="charge_state_agrees_with_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="chargeline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__gte", 0),
                        (
                            "paid__lte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount"), "-", models.F("waived")
                            ),
                        ),
                        ("refunded__gte", 0),
                        ("refunded__lte", models.F("paid")),
                        ("waived__gte", 0),
                    ),
                    models.Q(
                        ("amount__lt", 0),
                        (
                            "paid__gte",
                            django.db.models.expressions.CombinedExpression(
                                models.F("amount"), "-", models.F("waived")
                            ),
                        ),
                        ("refunded__gte", models.F("paid")),
                        ("refunded__lte", 0),
                        ("waived__lte", 0),
                    ),
                    _connector="OR",
                ),
                name="line_money_within_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_lines__gte", 0), ("from_lines__lte", models.F("amount"))),
                name="refund_from_lines_within",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("done", "ordered", "failed"))), name="refund_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="payeeaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("customer",),
                name="one_account_a_payee",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state", "made")),
                    models.Q(("answered_at__isnull", False), ("state", "answered")),
                    _connector="OR",
                ),
                name="order_answered_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payout_is_money"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(fields=("application", "step"), name="payout_planned_once"),
        ),
        migrations.AddField(
            model_name="payoutpart",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.payeeaccount",
            ),
        ),
        migrations.AddField(
            model_name="payoutpart",
            name="order",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="payments.paymentorder",
            ),
        ),
        migrations.AddField(
            model_name="payoutpart",
            name="payout",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="payments.payout"
            ),
        ),
        migrations.AddField(
            model_name="statementitem",
            name="part",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.payoutpart",
            ),
        ),
        migrations.AddField(
            model_name="statementitem",
            name="payment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payments.payment",
            ),
        ),
        migrations.AddField(
            model_name="statementitem",
            name="refund",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="payments.refund"
            ),
        ),
        migrations.AddField(
            model_name="statementitem",
            name="statement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="payments.bankstatement"
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="payments.chargeline"
            ),
        ),
        migrations.AddIndex(
            model_name="payoutpart",
            index=models.Index(
                condition=models.Q(("state", "planned")), fields=["due_date"], name="part_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutpart",
            constraint=models.UniqueConstraint(fields=("payout", "position"), name="part_position_once"),
        ),
        migrations.AddConstraint(
            model_name="payoutpart",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="part_is_money"),
        ),
        migrations.AddConstraint(
            model_name="payoutpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("planned", "held", "ordered", "paid", "returned", "lapsed", "stopped"))
                ),
                name="part_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("ordered", "paid")), _negated=True),
                    models.Q(("account__isnull", False), ("order__isnull", False)),
                    _connector="OR",
                ),
                name="part_ordered_to_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="payoutpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True), ("paid_at__isnull", False), _connector="OR"
                ),
                name="part_paid_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ours", models.F("theirs")), ("result", "matched"), ("theirs__isnull", False)),
                    models.Q(
                        ("ours__isnull", False), ("result", "amount_differs"), ("theirs__isnull", False)
                    ),
                    models.Q(("ours__isnull", True), ("result", "missing_here"), ("theirs__isnull", False)),
                    models.Q(
                        ("ours__isnull", False), ("result", "missing_at_bank"), ("theirs__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="item_result_agrees_with_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_at__isnull", False),
                    models.Q(("note", ""), ("settled_by__isnull", True)),
                    _connector="OR",
                ),
                name="item_settled_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("line",), name="one_open_waiver_a_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "asked")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("agreed", "refused")),
                    ),
                    _connector="OR",
                ),
                name="waiver_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="waiver_takes_two_officers",
            ),
        ),
    ]
