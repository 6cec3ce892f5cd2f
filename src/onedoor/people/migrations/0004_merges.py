"""Records put together and parted again; pairs that are two people; keys by which those alike are found."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OFFICER = "onedoor_kind() = 'officer'"
OWN = "kept = onedoor_customer() or merged = onedoor_customer()"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "customer", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.BigIntegerField()),
                ("customer", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("first", models.UUIDField()),
                ("second", models.UUIDField(db_index=True)),
                ("reason", models.BinaryField()),
                ("marked_at", models.DateTimeField()),
                ("marked_by", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="difference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="difference_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptArrival",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("door", models.CharField(max_length=16)),
                ("contact", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be decided"),
                            ("same", "The same person"),
                            ("different", "Not the same person"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("customer", models.UUIDField(null=True)),
                ("unsure", models.SmallIntegerField(default=0)),
                ("kept_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("customer", None),
                                ("decided_at", None),
                                ("decided_by", None),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("customer__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="arrival_decided_says_for_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kept", models.UUIDField(db_index=True)),
                ("merged", models.UUIDField(db_index=True)),
                ("reason", models.BinaryField()),
                ("before", models.BinaryField()),
                ("rows", models.JSONField(default=list)),
                ("merged_at", models.DateTimeField()),
                ("merged_by", models.UUIDField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("merged",),
                        name="merge_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.IntegerField()),
                ("model", models.CharField(max_length=80)),
                ("field", models.CharField(max_length=40)),
                ("was", models.UUIDField()),
                ("became", models.UUIDField()),
                ("rows", models.JSONField()),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="people.merge"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("merge", "position"), name="merge_step_once")
                ],
            },
        ),
        row_level_security("people_merge", using=f"{OFFICER} or {OWN}"),
        row_level_security("people_mergestep", using=OFFICER),
        row_level_security("people_difference", using=OFFICER),
        row_level_security("people_keptarrival", using=OFFICER),
        row_level_security("people_linkkey", using="people_may_search()"),
    ]
