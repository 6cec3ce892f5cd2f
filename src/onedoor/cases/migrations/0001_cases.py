"""Cases, the stops of their clocks, their notes, and who may see them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

LEADS_OR_JOINS = (
    "(onedoor_kind() = 'officer' and (onedoor_agency() = agency or onedoor_agency() = any(cooperating)))"
)
OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"
FOR_READER = f"(audience = 'citizen' or onedoor_kind() = 'officer') and {OF_A_CASE}"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(max_length=8)),
                (
                    "cooperating",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("service", models.CharField(db_index=True, max_length=60)),
                ("application", models.UUIDField(db_index=True, null=True)),
                ("subject", models.JSONField()),
                ("lane", models.CharField(max_length=8)),
                ("lane_order", models.SmallIntegerField()),
                ("state", models.CharField(max_length=8)),
                ("owner", models.UUIDField(db_index=True, null=True)),
                ("owner_name", models.CharField(default="", max_length=120)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("promised_at", models.DateTimeField()),
                ("legal_due_at", models.DateTimeField(null=True)),
                ("urgent_after", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="", max_length=40)),
                ("reason", models.TextField(default="")),
                ("calendar", models.CharField(max_length=40)),
                ("promise", models.CharField(max_length=20)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("audience", models.CharField(max_length=8)),
                ("text", models.TextField()),
                ("written_by", models.UUIDField()),
                ("written_by_name", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=8)),
                ("written_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["written_at"],
            },
        ),
        migrations.CreateModel(
            name="ClockStop",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("reason", models.CharField(max_length=20)),
                ("text", models.JSONField()),
                ("stopped_at", models.DateTimeField()),
                ("stopped_by", models.UUIDField()),
                ("resumed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stops", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["stopped_at"],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("agency"),
                models.F("lane_order"),
                models.F("promised_at"),
                condition=models.Q(("state", "closed"), _negated=True),
                name="case_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("service"), models.F("opened_at"), name="case_charter"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("lane__in", ["urgent", "fast", "normal"])), name="case_lane_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state", "closed"),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    models.Q(
                        ("closed_at__isnull", True), ("outcome", ""), ("state__in", ["open", "waiting"])
                    ),
                    _connector="OR",
                ),
                name="case_closed_has_time_and_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_at__gte", models.F("opened_at"))), name="case_promise_is_ahead"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("legal_due_at__isnull", True),
                    ("legal_due_at__gte", models.F("promised_at")),
                    _connector="OR",
                ),
                name="case_promise_within_the_law",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assigned_at__isnull", True), ("owner__isnull", True)),
                    models.Q(("assigned_at__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="case_owner_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="casenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["citizen", "officer"])), name="note_audience_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resumed_at__isnull", True)),
                fields=("case",),
                name="case_stops_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="clockstop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resumed_at__isnull", True), ("resumed_at__gte", models.F("stopped_at")), _connector="OR"
                ),
                name="stop_ends_after_start",
            ),
        ),
        row_level_security("cases_case", using=f"customer = onedoor_customer() or {LEADS_OR_JOINS}"),
        row_level_security("cases_clockstop", using=OF_A_CASE),
        row_level_security("cases_casenote", using=FOR_READER),
    ]
