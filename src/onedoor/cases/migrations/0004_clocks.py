"""More time on a legal ground, second requests, stops that end by themselves, and the door of a case."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OF_A_CASE = "exists (select 1 from cases_case c where c.id = case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_enquiries"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedAgain",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(db_index=True, max_length=8)),
                ("service", models.CharField(max_length=60)),
                ("knowable", models.BooleanField()),
                ("reason", models.TextField()),
                ("allowed_by", models.UUIDField()),
                ("allowed_by_name", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("ground", models.CharField(max_length=40)),
                ("term", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("state", models.CharField(max_length=8)),
                ("proposed_by", models.UUIDField()),
                ("proposed_by_name", models.CharField(max_length=120)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.CharField(blank=True, default="", max_length=120)),
                ("decided_at", models.DateTimeField(null=True)),
                ("promised_before", models.DateTimeField()),
                ("promised_after", models.DateTimeField()),
            ],
            options={
                "ordering": ["proposed_at"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="door",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.AddField(
            model_name="case",
            name="keypad",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Func(
                        models.Func(
                            models.F("number"),
                            models.Value("-"),
                            models.Value(""),
                            function="replace",
                            output_field=models.TextField(),
                        ),
                        models.Value(3),
                        function="substr",
                        output_field=models.TextField(),
                    ),
                    models.Value("ABCDEFGHJKMNPQRSTVWXYZ"),
                    models.Value("2223334455667777889999"),
                    function="translate",
                    output_field=models.CharField(max_length=20),
                ),
                output_field=models.CharField(max_length=20),
            ),
        ),
        migrations.AddField(
            model_name="clockstop",
            name="ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(models.F("keypad"), name="case_keypad"),
        ),
        migrations.AddField(
            model_name="askedagain",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="asked_again", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="cases.case"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "proposed")),
                    models.Q(("decided_at__isnull", False), ("state__in", ["granted", "refused"])),
                    _connector="OR",
                ),
                name="extension_state_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("case",), name="one_extension_is_proposed"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_after__gt", models.F("promised_before"))),
                name="extension_gives_time",
            ),
        ),
        row_level_security("cases_extension", using=OF_A_CASE),
        row_level_security("cases_askedagain", using=OF_A_CASE),
    ]
