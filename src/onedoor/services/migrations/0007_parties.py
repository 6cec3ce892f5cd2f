"""Others who take part in an application and confirm it by a link of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

# The applicant, those who are asked themselves, and the agencies of the application.
READERS = (
    "applicant = onedoor_customer() or known = onedoor_customer() or customer = onedoor_customer()"
    " or (onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0006_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApplicationParty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("applicant", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("step", models.TextField()),
                ("role", models.TextField()),
                ("position", models.IntegerField(default=0)),
                ("name", models.BinaryField()),
                ("contact", models.BinaryField()),
                ("contact_kind", models.TextField()),
                ("state", models.TextField(default="invited")),
                ("known", models.UUIDField(db_index=True, null=True)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("sent", models.IntegerField(default=0)),
                ("invited_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("left_out_at", models.DateTimeField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("canonical", models.TextField(blank=True, default="")),
                ("sha256", models.TextField(blank=True, default="")),
                ("signer", models.UUIDField(null=True)),
                ("assurance", models.IntegerField(null=True)),
                ("assisted_officer", models.UUIDField(null=True)),
                ("confirmation", models.UUIDField(null=True, unique=True)),
                ("key", models.TextField(blank=True, default="")),
                ("signature", models.BinaryField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="services.application",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "invited")), fields=["next_at"], name="party_to_watch"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=("application", "role", "position"),
                        name="party_one_an_entry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer__isnull", False), ("state", "confirmed")),
                        fields=("application", "role", "customer"),
                        name="party_confirms_for_herself_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("state__in", ("confirmed", "declined"))
                            ),
                            models.Q(("answered_at__isnull", True), ("state__in", ("invited", "expired"))),
                            ("state", "replaced"),
                            _connector="OR",
                        ),
                        name="party_answer_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("assurance__gte", 1),
                                ("signature__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="party_confirmed_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("customer__isnull", True),
                            models.Q(("customer", models.F("applicant")), _negated=True),
                            _connector="OR",
                        ),
                        name="party_is_another_than_the_applicant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assisted_officer__isnull", True), ("confirmation__isnull", True)),
                            models.Q(("assisted_officer__isnull", False), ("confirmation__isnull", False)),
                            _connector="OR",
                        ),
                        name="party_helped_confirmed",
                    ),
                ],
            },
        ),
        row_level_security("services_applicationparty", using=READERS),
    ]
