"""Services that hand in their requests themselves, and that are told when somebody signs out."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0015_reviews_are_cases")]

    operations = [
        migrations.AddField(
            "signonclient", "logout_uri", models.CharField(blank=True, default="", max_length=500)
        ),
        migrations.AddField("signonclient", "pushed_only", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="LogoutNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("told", "told"), ("stuck", "stuck")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=20)),
                ("proof", models.CharField(blank=True, default="", max_length=64)),
                (
                    "sign_on",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice",
                        to="trust.signon",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="trust.signonclient",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_try_at"],
                        name="logout_notices_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_try_at", None), ("state", "told"), ("told_at__isnull", False)),
                            models.Q(("next_try_at__isnull", False), ("state", "waiting"), ("told_at", None)),
                            models.Q(("next_try_at", None), ("state", "stuck"), ("told_at", None)),
                            _connector="OR",
                        ),
                        name="logout_notice_is_told_or_under_way_or_stuck",
                    )
                ],
            },
        ),
        # Nobody but the house reads it, whoever signed in.
        row_level_security("trust_logoutnotice", using="false"),
    ]
