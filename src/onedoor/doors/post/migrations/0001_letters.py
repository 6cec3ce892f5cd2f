"""What leaves on paper, and what comes in."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

# Letters are indexed by whoever works in the letter room; what a role may do is checked by every read.
OFFICERS = "onedoor_kind() = 'officer'"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("state", models.CharField(max_length=8)),
                ("letters", models.IntegerField()),
                ("pages", models.IntegerField()),
                ("sheets", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("printed_at", models.DateTimeField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted_at", None), ("printed_at", None), ("state", "made")),
                            models.Q(
                                ("posted_at", None), ("printed_at__isnull", False), ("state", "printed")
                            ),
                            models.Q(
                                ("posted_at__isnull", False),
                                ("printed_at__isnull", False),
                                ("state", "posted"),
                            ),
                            _connector="OR",
                        ),
                        name="batch_state_has_its_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=8)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(default="", max_length=8)),
                ("message", models.UUIDField(null=True, unique=True)),
                ("case", models.UUIDField(null=True)),
                ("application", models.CharField(default="", max_length=20)),
                ("service", models.CharField(default="", max_length=60)),
                ("version", models.CharField(default="", max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("envelope", models.IntegerField(default=0)),
                ("position", models.IntegerField(default=0)),
                ("pages", models.SmallIntegerField(default=0)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("content", models.BinaryField(null=True)),
                ("pdf", models.BinaryField(null=True)),
                ("layout", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("returned_why", models.CharField(default="", max_length=40)),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="post_door.batch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("source", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=8)),
                ("fault", models.CharField(default="", max_length=40)),
                ("pages", models.SmallIntegerField(default=0)),
                ("blanks", models.SmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fault", ""), ("state", "taken")),
                            models.Q(("state", "refused"), models.Q(("fault", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="scan_refused_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("state", models.CharField(max_length=10)),
                ("matched_by", models.CharField(default="", max_length=10)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(default="", max_length=8)),
                ("case", models.UUIDField(null=True)),
                ("reference", models.CharField(default="", max_length=20)),
                (
                    "asks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("why", models.CharField(default="", max_length=40)),
                ("text", models.BinaryField()),
                ("readings", models.BinaryField(null=True)),
                ("message", models.UUIDField(null=True)),
                ("interaction", models.UUIDField(null=True)),
                ("received_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_by_name", models.CharField(default="", max_length=120)),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="post_door.paper",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="post_door.scan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(null=True)),
                ("position", models.SmallIntegerField()),
                ("image", models.BinaryField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="post_door.letter",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "position"), name="picture_once_a_page")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                models.F("due_at"), condition=models.Q(("state", "waiting")), name="letters_that_wait"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="letter_settled_has_time",
            ),
        ),
        row_level_security("post_door_batch", using=OFFICERS),
        row_level_security("post_door_paper", using=OFFICERS),
        row_level_security("post_door_scan", using=OFFICERS),
        row_level_security("post_door_letter", using=OFFICERS),
        row_level_security("post_door_picture", using=OFFICERS),
    ]
