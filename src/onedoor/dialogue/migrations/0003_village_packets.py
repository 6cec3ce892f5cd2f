"""Kits of village agents, their packets, and what became of each entry; the house alone sees them."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0002_one_question_a_turn"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agent", models.UUIDField(db_index=True)),
                ("agent_name", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=8)),
                ("services", models.JSONField(default=list)),
                ("key", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("good_to", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("good_to__gt", models.F("issued_at"))),
                        name="kit_is_good_for_a_while",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Packet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("received_at", models.DateTimeField(db_index=True)),
                ("received_by", models.UUIDField()),
                ("received_by_name", models.CharField(max_length=120)),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packets", to="dialogue.kit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PacketEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("mark", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("place", models.IntegerField()),
                ("service", models.CharField(max_length=60)),
                ("version", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=8)),
                ("reason", models.CharField(default="", max_length=60)),
                ("missing", models.JSONField(default=list)),
                ("number", models.CharField(default="", max_length=20)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("slip", models.BinaryField(default=b"")),
                ("content", models.BinaryField(null=True)),
                ("filled_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField()),
                ("is_clock_wrong", models.BooleanField()),
                ("taken_up_at", models.DateTimeField(null=True)),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dialogue.kit"
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="dialogue.packet",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="packet",
            constraint=models.UniqueConstraint(fields=("kit", "sha256"), name="packet_once"),
        ),
        migrations.AddIndex(
            model_name="packetentry",
            index=models.Index(
                condition=models.Q(("state", "held")), fields=["slip"], name="entries_that_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="packetentry",
            constraint=models.UniqueConstraint(fields=("kit", "mark"), name="entry_once"),
        ),
        migrations.AddConstraint(
            model_name="packetentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", False), ("state", "held")),
                    models.Q(models.Q(("state", "held"), _negated=True), ("content", None)),
                    _connector="OR",
                ),
                name="entry_kept_only_while_it_waits",
            ),
        ),
        row_level_security("dialogue_kit", using="false"),
        row_level_security("dialogue_packet", using="false"),
        row_level_security("dialogue_packetentry", using="false"),
    ]
