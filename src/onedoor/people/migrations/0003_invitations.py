"""Invitations to represent somebody, sent to an address."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_search_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.BinaryField()),
                ("contact", models.BinaryField()),
                ("contact_kind", models.CharField(max_length=8)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("director", "Director"),
                            ("accountant", "Accountant"),
                            ("employee", "Employee"),
                            ("parent", "Parent"),
                            ("guardian", "Guardian"),
                            ("attorney", "Person with power of attorney"),
                            ("carer", "Carer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("services", models.JSONField(default=list)),
                ("evidence", models.CharField(blank=True, default="", max_length=200)),
                ("active_to", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("ended", "Taken back"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("mandate", models.UUIDField(blank=True, null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="people.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("answered_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_answer_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), models.Q(("mandate", None), _negated=True)),
                            models.Q(models.Q(("state", "accepted"), _negated=True), ("mandate", None)),
                            _connector="OR",
                        ),
                        name="invitation_accepted_has_mandate",
                    ),
                ],
            },
        ),
        # Whoever is invited is not known yet; until then it is the giver's own.
        row_level_security("people_invitation", using="giver_id = onedoor_customer()"),
    ]
