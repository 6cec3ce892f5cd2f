"""Files of applications, sealed, each read only by those who may read the application; and counts of
where people stop, with nobody in them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

READERS = "customer = onedoor_customer() or (onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0005_agency_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "service",
                        "version",
                        "page",
                        "question",
                        "what",
                        "door",
                        "day",
                        "slot",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("service", models.TextField()),
                ("version", models.TextField()),
                ("page", models.TextField()),
                ("question", models.TextField(default="")),
                ("what", models.TextField()),
                ("door", models.TextField()),
                ("day", models.DateField()),
                ("slot", models.SmallIntegerField(default=0)),
                ("count", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ("shown", "saved", "faulty", "error", "exit"))),
                        name="page_count_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("field", models.TextField()),
                ("index", models.IntegerField(default=0)),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("size", models.IntegerField()),
                ("pages", models.IntegerField(default=0)),
                ("sha256", models.TextField()),
                ("content", models.BinaryField()),
                ("preview", models.BinaryField(default=bytes)),
                ("state", models.TextField(default="held")),
                ("uploaded_by", models.UUIDField(null=True)),
                ("uploaded_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="services.application",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["application"], name="attachment_of_application"),
                    models.Index(
                        condition=models.Q(("state", "dropped")),
                        fields=["dropped_at"],
                        name="attachment_dropped",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("jpeg", "png", "webp", "pdf"))),
                        name="attachment_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at__isnull", True), ("state", "held")),
                            models.Q(("dropped_at__isnull", False), ("state", "dropped")),
                            _connector="OR",
                        ),
                        name="dropped_attachment_says_when",
                    ),
                ],
            },
        ),
        row_level_security("services_attachment", using=READERS),
    ]
