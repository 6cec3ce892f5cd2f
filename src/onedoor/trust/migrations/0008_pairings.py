"""Screens paired with a person."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0007_desk_keys")]

    operations = [
        migrations.CreateModel(
            name="Pairing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code_hash", models.BinaryField(unique=True)),
                ("door", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("account", models.UUIDField(null=True)),
                ("customer", models.UUIDField(null=True)),
                ("paired_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="pairing_expires_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paired_at", None),
                            models.Q(("account__isnull", False), ("customer__isnull", False)),
                            _connector="OR",
                        ),
                        name="pairing_is_somebodys",
                    ),
                ],
            },
        ),
        row_level_security("trust_pairing", using="customer = onedoor_customer()"),
    ]
