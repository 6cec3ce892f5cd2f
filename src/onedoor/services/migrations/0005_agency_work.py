"""Tasks of agencies, what steps brought about, and who is waited for; each row for its readers only."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

READERS = "customer = onedoor_customer() or (onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0004_confirmed_signatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("agency", models.TextField()),
                ("step", models.TextField()),
                ("kind", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("attempts", models.IntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("failure", models.TextField(blank=True, default="")),
                ("reference", models.TextField(blank=True, default="")),
                ("case", models.UUIDField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_by_name", models.TextField(blank=True, default="")),
                ("undone_at", models.DateTimeField(null=True)),
                ("reasons", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="BroughtValue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("agency", models.TextField()),
                ("step", models.TextField()),
                ("name", models.TextField()),
                ("value", models.JSONField()),
                ("register", models.TextField(blank=True, default="")),
                ("attribute", models.TextField(blank=True, default="")),
                ("brought_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Wait",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("node", models.TextField()),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("late_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="application",
            name="ended",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended", ""),
                    models.Q(("ended__in", ("refused", "late")), ("state", "closed")),
                    _connector="OR",
                ),
                name="application_ended_before_its_way_did",
            ),
        ),
        migrations.AddField(
            model_name="agencytask",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="services.application"
            ),
        ),
        migrations.AddField(
            model_name="agencytask",
            name="undoes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="services.agencytask",
            ),
        ),
        migrations.AddField(
            model_name="broughtvalue",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="brought", to="services.application"
            ),
        ),
        migrations.AddField(
            model_name="wait",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waits", to="services.application"
            ),
        ),
        migrations.AddIndex(
            model_name="agencytask",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "sent", "stuck"))),
                fields=["agency", "created_at"],
                name="task_under_way",
            ),
        ),
        migrations.AddIndex(
            model_name="agencytask",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)),
                fields=["next_try_at"],
                name="task_next_try",
            ),
        ),
        migrations.AddIndex(
            model_name="agencytask",
            index=models.Index(
                condition=models.Q(("case__isnull", False)), fields=["case"], name="task_by_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undoes__isnull", True)),
                fields=("application", "step"),
                name="one_task_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.UniqueConstraint(fields=("undoes",), name="undone_once"),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("task", "tell", "undo"))), name="task_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ("waiting", "sent", "stuck"))),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state__in", ("done", "refused", "failed", "undone", "called-off")),
                    ),
                    _connector="OR",
                ),
                name="task_that_ended_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("refused", "failed")), _negated=True),
                    models.Q(("reasons", []), _negated=True),
                    _connector="OR",
                ),
                name="task_refused_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="agencytask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at__isnull", True)),
                    _connector="OR",
                ),
                name="task_undone_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="broughtvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("application", "name"),
                name="one_standing_value_a_name",
            ),
        ),
        migrations.AddIndex(
            model_name="wait",
            index=models.Index(
                condition=models.Q(
                    ("due_at__isnull", False), ("late_at__isnull", True), ("over_at__isnull", True)
                ),
                fields=["due_at"],
                name="wait_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="wait",
            constraint=models.UniqueConstraint(
                condition=models.Q(("over_at__isnull", True)),
                fields=("application", "node"),
                name="one_wait_a_node",
            ),
        ),
        row_level_security("services_agencytask", using=READERS),
        row_level_security("services_broughtvalue", using=READERS),
        row_level_security("services_wait", using=READERS),
    ]
