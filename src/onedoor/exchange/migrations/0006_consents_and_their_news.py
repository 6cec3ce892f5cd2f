"""What exactly was agreed to, what was taken back of it, and the news of it to each receiver."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN_ROWS = "onedoor_kind() = 'citizen' and customer = onedoor_customer()"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_secrecy_and_breaches")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="active_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="fingerprint",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="consent",
            name="receivers",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="consent",
            name="shares",
            field=models.JSONField(default=dict),
        ),
        migrations.CreateModel(
            name="ConsentNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("receiver", models.CharField(max_length=32)),
                ("shares", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not sent yet"),
                            ("sent", "Sent; not acknowledged yet"),
                            ("acknowledged", "Acknowledged"),
                            ("refused", "Refused by the receiver"),
                            ("stuck", "Could not be reached; an officer looks after it"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, default="", max_length=500)),
                ("failure", models.CharField(blank=True, default="", max_length=40)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="exchange.consent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "sent"))),
                        fields=["next_try_at"],
                        name="notices_under_way",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("acknowledged", "refused")), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_answered_says_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRemoval",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("register", models.CharField(blank=True, default="", max_length=40)),
                ("attribute", models.CharField(blank=True, default="", max_length=40)),
                ("receiver", models.CharField(blank=True, default="", max_length=32)),
                ("removed_at", models.DateTimeField()),
                ("removed_by", models.UUIDField()),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="removals",
                        to="exchange.consent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consent", "register", "attribute", "receiver"), name="taken_back_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attribute", ""), ("register", ""), models.Q(("receiver", ""), _negated=True)
                            ),
                            models.Q(
                                ("receiver", ""),
                                models.Q(("attribute", ""), _negated=True),
                                models.Q(("register", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_part_is_an_attribute_or_a_receiver",
                    ),
                ],
            },
        ),
        row_level_security("exchange_consentremoval", using=OWN_ROWS),
        row_level_security("exchange_consentnotice", using=OWN_ROWS),
    ]
