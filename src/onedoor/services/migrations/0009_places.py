"""What is reported at a place; several applications of one service at once; who gives no name."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.actors import SYSTEM_ID
from onedoor.kernel.scope import row_level_security

# As for applications: who reported it, and the agencies that work on it. What everybody may know is
# read by the house itself, column by column.
READERS = "customer = onedoor_customer() or (onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0008_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("service", models.TextField()),
                ("kind", models.TextField()),
                ("same", models.JSONField(default=dict)),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("lat", models.FloatField(null=True)),
                ("long", models.FloatField(null=True)),
                ("address", models.TextField(blank=True, default="")),
                ("description", models.TextField(blank=True, default="")),
                ("media_url", models.TextField(blank=True, default="")),
                ("before", models.UUIDField(null=True)),
                ("after", models.UUIDField(null=True)),
                ("state", models.TextField(default="open")),
                ("notes", models.TextField(blank=True, default="")),
                ("case", models.UUIDField(null=True)),
                ("reported_at", models.DateTimeField()),
                ("promised_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("rating", models.SmallIntegerField(null=True)),
                ("rated_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="one_live_application_a_season",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_has_assurance",
        ),
        migrations.AddField(
            model_name="application",
            name="several",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("several", False), ("state__in", ("draft", "checking", "signed", "decided"))
                ),
                fields=("customer", "service", "season"),
                name="one_live_application_a_season",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("assurance__gte", 1), ("signer", SYSTEM_ID), _connector="OR"),
                name="signature_has_assurance",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="application",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="report", to="services.application"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="merged_into",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="services.report",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.F("service"), models.F("kind"), models.F("lat"), models.F("long"), name="report_near"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                models.OrderBy(models.F("reported_at"), descending=True), name="report_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("case__isnull", False)), fields=["case"], name="report_by_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="report_closed_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat__isnull", True), ("long__isnull", True)),
                    models.Q(("lat__gte", -90), ("lat__lte", 90), ("long__gte", -180), ("long__lte", 180)),
                    _connector="OR",
                ),
                name="report_lies_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rated_at__isnull", True), ("rating__isnull", True)),
                    models.Q(("rated_at__isnull", False), ("rating__gte", 1), ("rating__lte", 5)),
                    _connector="OR",
                ),
                name="report_rating_1_to_5",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="report_is_not_its_own",
            ),
        ),
        row_level_security("services_report", using=READERS),
    ]
