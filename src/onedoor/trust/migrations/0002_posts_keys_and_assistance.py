"""Posts, partners' keys, second factors, assisted sessions and the key ring."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_journal"),
        ("trust", "0001_accounts"),
    ]

    operations = [
        # Trusted since PostgreSQL 13: the owner of a database may create it.
        migrations.RunSQL("create extension if not exists btree_gist", migrations.RunSQL.noop),
        migrations.CreateModel(
            name="AssistanceOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("code_hash", models.BinaryField()),
                ("offered_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="AssistedSession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("agency", models.CharField(max_length=8)),
                ("begun_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PartnerKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("partner", models.CharField(db_index=True, max_length=32)),
                ("label", models.CharField(max_length=120)),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("secret_hash", models.BinaryField()),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("role", models.CharField(max_length=32)),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="second_factor",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("last_counter", models.BigIntegerField(default=0)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TrustKey",
            fields=[
                ("number", models.AutoField(primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=16)),
                ("wrapped", models.BinaryField()),
                ("public", models.BinaryField(null=True)),
                ("master", models.CharField(max_length=16)),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="proofing",
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("proofing__gte", 1), ("proofing__lte", 3)), name="account_proofing_1_to_3"
            ),
        ),
        migrations.AddConstraint(
            model_name="assistanceoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("used_at", None)), fields=("customer",), name="assistance_one_open_code"
            ),
        ),
        migrations.AddField(
            model_name="assistedsession",
            name="offer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="session",
                to="trust.assistanceoffer",
            ),
        ),
        migrations.AddField(
            model_name="assistedsession",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="partnerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                ),
                name="partner_key_ends_after_it_begins",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="trustkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("active_to", None)), fields=("purpose",), name="trust_key_one_active"
            ),
        ),
        migrations.AddConstraint(
            model_name="assistedsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("officer",),
                name="assistance_one_customer_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["agency", "role"], name="post_agency_role"),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                ),
                name="post_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("account", "="),
                    ("agency", "="),
                    ("role", "="),
                    (
                        models.Func(
                            "active_from",
                            "active_to",
                            function="daterange",
                            template="%(function)s(%(expressions)s, '[)')",
                        ),
                        "&&",
                    ),
                ],
                name="post_held_once_at_a_time",
            ),
        ),
        row_level_security(
            "trust_assistanceoffer", using="onedoor_kind() = 'officer' or customer = onedoor_customer()"
        ),
        row_level_security(
            "trust_assistedsession",
            using="(onedoor_kind() = 'officer' and agency = onedoor_agency())"
            " or customer = onedoor_customer()",
        ),
    ]
