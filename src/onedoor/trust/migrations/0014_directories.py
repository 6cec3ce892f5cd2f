"""Agencies' directories: their keys, whom they keep, their groups."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0013_protection"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=120)),
                ("external_id", models.CharField(blank=True, default="", max_length=254)),
                ("role", models.CharField(blank=True, default="", max_length=32)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("user_name", models.CharField(max_length=254)),
                ("external_id", models.CharField(blank=True, default="", max_length=254)),
                ("given_name", models.CharField(blank=True, default="", max_length=120)),
                ("family_name", models.CharField(blank=True, default="", max_length=120)),
                ("emails", models.JSONField(default=list)),
                ("active", models.BooleanField(default=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="directory_entry",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DirectoryKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("agency", models.CharField(max_length=8)),
                ("label", models.CharField(max_length=120)),
                ("prefix", models.CharField(max_length=12, unique=True)),
                ("secret_hash", models.BinaryField()),
                ("active_from", models.DateTimeField()),
                ("active_to", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                        ),
                        name="directory_key_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DirectoryMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="trust.directoryentry"),
                ),
                (
                    "group",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="trust.directorygroup"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="directorygroup",
            name="entries",
            field=models.ManyToManyField(
                related_name="groups", through="trust.DirectoryMember", to="trust.directoryentry"
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryentry",
            constraint=models.UniqueConstraint(
                models.F("agency"),
                django.db.models.functions.text.Lower("user_name"),
                condition=models.Q(("removed_at", None)),
                name="directory_user_name_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), models.Q(("external_id", ""), _negated=True)),
                fields=("agency", "external_id"),
                name="directory_external_id_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="directorymember",
            constraint=models.UniqueConstraint(fields=("group", "entry"), name="directory_member_once"),
        ),
        migrations.AddConstraint(
            model_name="directorygroup",
            constraint=models.UniqueConstraint(
                models.F("agency"),
                django.db.models.functions.text.Lower("name"),
                name="directory_group_name_once",
            ),
        ),
        row_level_security(
            "trust_directorykey", using="onedoor_kind() = 'officer' and onedoor_agency() = agency"
        ),
        row_level_security("trust_directoryentry", using="false"),
        row_level_security("trust_directorygroup", using="false"),
        row_level_security("trust_directorymember", using="false"),
    ]
