"""Agencies' own services that people sign in to through the house, and where somebody did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0011_browser_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignOnClient",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("agency", models.CharField(max_length=8)),
                ("name", models.JSONField()),
                ("redirect_uris", models.JSONField()),
                ("after_uris", models.JSONField(default=list)),
                ("scopes", models.JSONField(default=list)),
                ("agreement", models.CharField(blank=True, default="", max_length=32)),
                ("service", models.CharField(blank=True, default="", max_length=40)),
                ("level", models.PositiveSmallIntegerField(default=2)),
                ("secret_hash", models.BinaryField(null=True)),
                ("public_keys", models.JSONField(null=True)),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                        ),
                        name="sign_on_client_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("secret_hash__isnull", True), ("public_keys__isnull", True), _connector="XOR"
                        ),
                        name="sign_on_client_proves_itself_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="sign_on_client_level_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("holder", models.UUIDField()),
                ("scopes", models.JSONField()),
                ("level", models.PositiveSmallIntegerField()),
                ("redirect_uri", models.CharField(max_length=500)),
                ("nonce", models.CharField(blank=True, default="", max_length=255)),
                ("challenge", models.CharField(max_length=128)),
                ("code_hash", models.BinaryField(unique=True)),
                ("token_hash", models.BinaryField(null=True, unique=True)),
                ("proved_at", models.DateTimeField()),
                ("runs_out_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ons",
                        to="trust.browsersession",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ons",
                        to="trust.signonclient",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["begun_at"], name="sign_ons_by_time")],
            },
        ),
        # Nobody but the house reads either, whoever signed in.
        row_level_security("trust_signonclient", using="false"),
        row_level_security("trust_signon", using="false"),
    ]
