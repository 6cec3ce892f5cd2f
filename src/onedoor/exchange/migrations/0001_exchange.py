"""Values, consents, partners, batches, corrections; their walls, and that statements never change."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

STATEMENTS_STAND = """
create function exchange_refuse_change() returns trigger language plpgsql as $$
begin
    if (new.id, new.customer, new.register, new.attribute, new.period, new.record, new.value, new.source,
        new.received_at, new.grade, new.reference, new.batch, new.supersedes)
       is distinct from
       (old.id, old.customer, old.register, old.attribute, old.period, old.record, old.value, old.source,
        old.received_at, old.grade, old.reference, old.batch, old.supersedes)
    then
        raise exception 'a reported value is never changed; report a new one'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger exchange_statements_stand before update on exchange_reportedvalue
    for each row execute function exchange_refuse_change();
"""
DROP_STATEMENTS_STAND = "drop function exchange_refuse_change() cascade;"

STANDINGS_APART = """
create extension if not exists btree_gist;
alter table exchange_standing add constraint standings_of_a_partner_apart
    exclude using gist (partner_id with =, daterange(active_from, active_to) with &&);
"""
DROP_STANDINGS_APART = "alter table exchange_standing drop constraint standings_of_a_partner_apart;"

OWN_ROWS = "onedoor_kind() = 'citizen' and customer = onedoor_customer()"
OWN_FEED = "onedoor_kind() = 'partner' and partner = onedoor_partner()"
EITHER_SIDE = f"""{OWN_ROWS} or {OWN_FEED} or (onedoor_kind() = 'officer' and agency = onedoor_agency())"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employer", "Employer"),
                            ("charity", "Charity"),
                            ("hospital", "Hospital"),
                            ("bank", "Bank"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.JSONField()),
                ("organisation_sealed", models.BinaryField()),
                ("organisation_index", models.BinaryField(unique=True)),
                ("registered_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("partner", models.CharField(max_length=32)),
                (
                    "feed",
                    models.CharField(
                        choices=[("income", "Income of employees"), ("donations", "Donations")], max_length=10
                    ),
                ),
                ("period", models.CharField(blank=True, default="", max_length=8)),
                ("indicator", models.CharField(blank=True, default="", max_length=1)),
                ("filename", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("received", "Taken in"), ("refused", "Refused as a whole")], max_length=8
                    ),
                ),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("detail", models.CharField(blank=True, default="", max_length=200)),
                ("line", models.PositiveIntegerField(default=0)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("accepted", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("parked", models.PositiveIntegerField(default=0)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["partner", "-received_at"], name="batches_of_a_partner")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "received")),
                        fields=("partner", "feed", "sha256"),
                        name="one_receipt_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code", ""), ("state", "received")),
                            models.Q(("state", "refused"), models.Q(("code", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="refused_batch_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("agreement", models.CharField(max_length=32)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.UUIDField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("customer", "agreement"),
                        name="one_live_consent_an_agreement",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consent_withdrawn_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedValue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("register", models.CharField(max_length=40)),
                ("attribute", models.CharField(max_length=40)),
                ("period", models.CharField(blank=True, default="", max_length=8)),
                ("record", models.CharField(blank=True, default="", max_length=64)),
                ("value", models.JSONField()),
                ("source", models.CharField(max_length=32)),
                ("received_at", models.DateTimeField()),
                ("grade", models.CharField(max_length=1)),
                ("reference", models.CharField(blank=True, default="", max_length=64)),
                ("batch", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("current", "Current"),
                            ("superseded", "Replaced"),
                            ("disputed", "Being checked"),
                            ("corrected", "Corrected by the reporter"),
                            ("withdrawn", "Withdrawn by the reporter"),
                        ],
                        default="current",
                        max_length=10,
                    ),
                ),
                ("supersedes", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("batch__isnull", False)),
                        fields=["batch"],
                        name="values_of_a_batch",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("current", "disputed"))),
                        fields=("customer", "register", "attribute", "period", "source", "record"),
                        name="one_live_value_a_source",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("current", "disputed")), models.Q(("record", ""), _negated=True)
                        ),
                        fields=("source", "register", "attribute", "record"),
                        name="one_live_value_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True), models.Q(("grade", ""), _negated=True)
                        ),
                        name="a_value_has_a_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("partner", models.CharField(max_length=32)),
                ("line", models.PositiveIntegerField()),
                ("record", models.CharField(blank=True, default="", max_length=64)),
                ("identifier_masked", models.CharField(blank=True, default="", max_length=32)),
                ("reference", models.CharField(blank=True, default="", max_length=64)),
                ("amount", models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("rejected", "Rejected"),
                            ("parked", "Waiting: person not yet known"),
                            ("expired", "Person not found within 30 days"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                ("content_sealed", models.BinaryField(blank=True, null=True)),
                ("parked_until", models.DateTimeField(blank=True, null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="exchange.batch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch", "line"], name="rows_of_a_batch"),
                    models.Index(
                        condition=models.Q(("state", "parked")), fields=["parked_until"], name="rows_parked"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content_sealed__isnull", False),
                                ("parked_until__isnull", False),
                                ("state", "parked"),
                            ),
                            models.Q(
                                models.Q(("state", "parked"), _negated=True), ("content_sealed__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="parked_row_can_be_settled",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("partner", models.CharField(blank=True, default="", max_length=32)),
                ("agency", models.CharField(max_length=8)),
                ("reason", models.TextField()),
                ("claimed", models.JSONField(blank=True, null=True)),
                ("case", models.UUIDField(blank=True, null=True)),
                ("application", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("confirmed", "Reporter says the value is right"),
                            ("corrected", "Reporter corrected the value"),
                            ("withdrawn", "Reporter withdrew the value"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.UUIDField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, default="")),
                (
                    "reported",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.reportedvalue",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["partner", "due_at"], name="corrections_of_a_partner")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("reported",),
                        name="one_open_correction_a_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="answered_correction_says_who_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Registered"),
                            ("suspended", "Suspended"),
                            ("revoked", "Revoked"),
                        ],
                        max_length=9,
                    ),
                ),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="exchange.partner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to__isnull", True),
                            ("active_to__gt", models.F("active_from")),
                            _connector="OR",
                        ),
                        name="standing_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.RunSQL(STATEMENTS_STAND, DROP_STATEMENTS_STAND),
        migrations.RunSQL(STANDINGS_APART, DROP_STANDINGS_APART),
        row_level_security("exchange_reportedvalue", using=OWN_ROWS),
        row_level_security("exchange_consent", using=OWN_ROWS),
        row_level_security("exchange_batch", using=OWN_FEED),
        row_level_security("exchange_batchrow", using=OWN_FEED),
        row_level_security("exchange_correction", using=EITHER_SIDE),
    ]
