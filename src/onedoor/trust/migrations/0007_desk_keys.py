"""Officers' keys for the programs that they work with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0006_door_pins")]

    operations = [
        migrations.CreateModel(
            name="DeskKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("label", models.CharField(max_length=120)),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("secret_hash", models.BinaryField()),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("active_to__gte", models.F("active_from"))),
                        name="desk_key_ends_after_it_begins",
                    )
                ],
            },
        ),
        row_level_security("trust_deskkey", using="onedoor_kind() = 'officer' and onedoor_agency() = agency"),
    ]
