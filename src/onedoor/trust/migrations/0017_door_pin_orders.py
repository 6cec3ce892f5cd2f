"""PINs that are to go to their owners by letter."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0016_sign_on_pushed_and_ended")]

    operations = [
        migrations.CreateModel(
            name="DoorPinOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="door_pin_orders",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("drawn_at", None), ("ended_at", None)),
                        fields=("account",),
                        name="one_pin_order_waits",
                    )
                ],
            },
        ),
        # Nobody looks whose PIN is under way; the house asks.
        row_level_security("trust_doorpinorder", using="false"),
    ]
