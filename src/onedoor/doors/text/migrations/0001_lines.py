"""Telephones at the text door; the house alone sees them."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Taken",
            fields=[
                ("external_id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("came_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=4)),
                ("address", models.BinaryField()),
                ("session", models.UUIDField(null=True)),
                ("carried_as", models.CharField(default="", max_length=64)),
                ("rest", models.BinaryField(default=b"")),
                ("stopped_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "address"), name="line_once_a_telephone")
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.BinaryField()),
                ("reference", models.IntegerField()),
                ("total", models.SmallIntegerField()),
                ("number", models.SmallIntegerField()),
                ("text", models.BinaryField()),
                ("came_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address", "reference", "total", "number"), name="part_once_a_message"
                    )
                ],
            },
        ),
        row_level_security("text_door_line", using="false"),
        row_level_security("text_door_part", using="false"),
        row_level_security("text_door_taken", using="false"),
    ]
