"""Calls under way and what was recorded, for the house alone."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("carrier", models.CharField(max_length=8)),
                ("carried_as", models.CharField(max_length=64)),
                ("number", models.BinaryField(default=b"")),
                ("session", models.UUIDField(null=True)),
                ("interaction", models.UUIDField(null=True)),
                ("state", models.CharField(max_length=10)),
                ("silences", models.PositiveSmallIntegerField(default=0)),
                ("has_keys", models.BooleanField(default=False)),
                ("language", models.CharField(default="en", max_length=8)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("carrier", "carried_as"), name="call_once_a_carrier")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sound", models.BinaryField()),
                ("recorded_at", models.DateTimeField()),
                ("keep_until", models.DateTimeField(db_index=True)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="phone_door.call",
                    ),
                ),
            ],
        ),
        # An officer reads the arrival in contact, never the line itself.
        row_level_security("phone_door_call", using="false"),
        row_level_security("phone_door_recording", using="false"),
    ]
