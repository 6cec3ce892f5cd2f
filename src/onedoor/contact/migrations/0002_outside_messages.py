"""Messages to somebody of whom the house knows only an address."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_contacts")]

    operations = [
        migrations.CreateModel(
            name="OutsideMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.UUIDField(db_index=True)),
                ("customer", models.UUIDField()),
                ("agency", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=5)),
                ("address", models.BinaryField()),
                ("text", models.BinaryField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("failure", models.CharField(default="", max_length=60)),
                ("created_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("state__in", ["created", "sending"])),
                        name="outside_to_send",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["email", "phone"])), name="outside_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            models.Q(
                                ("delivered_at__isnull", True),
                                ("state__in", ["created", "sending", "failed", "dropped"]),
                            ),
                            _connector="OR",
                        ),
                        name="outside_delivered_has_time",
                    ),
                ],
            },
        ),
        # Addresses of people who are nobody's customers: the house's own, for sending only.
        row_level_security("contact_outsidemessage", using="false"),
    ]
