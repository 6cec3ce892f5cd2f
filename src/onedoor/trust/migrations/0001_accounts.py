"""Accounts, so that AUTH_USER_MODEL stands from the first migration."""

import django.db.models.functions.text
from django.db import migrations, models

import onedoor.kernel.clock
import onedoor.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[("citizen", "Customer"), ("officer", "Officer"), ("partner", "Partner")],
                        default="citizen",
                        max_length=8,
                    ),
                ),
                ("customer", models.UUIDField(blank=True, null=True, unique=True)),
                ("partner", models.CharField(blank=True, default="", max_length=32)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(default=onedoor.kernel.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="account_email_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "partner"), ("partner", ""), _connector="XOR"),
                        name="account_partner_only_for_partners",
                    ),
                ],
            },
        ),
    ]
