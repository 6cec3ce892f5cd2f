"""Changes that can be disowned, locks of an identity, and what is opened in an emergency."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0012_sign_on")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("account", models.UUIDField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contact", "how you are reached"),
                            ("passkey", "a passkey"),
                            ("totp", "the codes from your phone"),
                            ("identity", "another way to sign in"),
                            ("pin", "your PIN for the telephone"),
                            ("password", "your password"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.UUIDField(null=True)),
                ("before", models.JSONField(default=list)),
                ("door", models.CharField(max_length=20)),
                ("changed_at", models.DateTimeField()),
                ("free_at", models.DateTimeField(null=True)),
                ("disowned_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "changed_at"], name="changes_of_a_customer")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("free_at", None), ("free_at__gt", models.F("changed_at")), _connector="OR"
                        ),
                        name="change_free_after_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityLock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("since", models.DateTimeField()),
                ("how", models.CharField(max_length=20)),
                ("locked_by", models.UUIDField()),
                ("locked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("opened_by", models.UUIDField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("opened_at", None)),
                        fields=("customer",),
                        name="one_lock_a_customer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asked_by", None)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="lock_asked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None)),
                            models.Q(
                                ("asked_by__isnull", False),
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                                models.Q(("opened_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lock_opened_by_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Emergency",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("officer", models.UUIDField()),
                ("officer_name", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("child", "A child is in danger"),
                            ("medical", "Somebody's life or health is in danger"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.BinaryField()),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("review_by", models.DateTimeField()),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("was_right", models.BooleanField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reviewed_at", None)),
                        fields=("officer",),
                        name="one_emergency_without_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("opened_at"))), name="emergency_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at", None), ("reviewed_by", None), ("was_right", None)),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("was_right__isnull", False),
                                models.Q(("reviewed_by", models.F("officer")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_by_another",
                    ),
                ],
            },
        ),
        row_level_security(
            "trust_emergency", using="onedoor_kind() = 'officer' and agency = onedoor_agency()"
        ),
        row_level_security("trust_change", using="false"),
        row_level_security("trust_identitylock", using="false"),
    ]
