"""Heads become signed notes, full blocks of the tree are kept, and witnesses' cosignatures."""

from django.db import migrations, models

import onedoor.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_entries_of_a_case")]

    operations = [
        migrations.AddField("journalhead", "origin", models.TextField(default="")),
        migrations.CreateModel(
            name="JournalBlock",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
            ],
            options={"db_table": "journal_block"},
        ),
        migrations.CreateModel(
            name="JournalCosignature",
            fields=[
                (
                    "id",
                    models.UUIDField(default=onedoor.kernel.ids.new_id, primary_key=True, serialize=False),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.TextField()),
                ("cosigned_at", models.DateTimeField()),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": "journal_cosignature"},
        ),
        migrations.AddConstraint(
            "journalcosignature",
            models.UniqueConstraint(fields=("size", "witness"), name="journal_cosigned_once"),
        ),
    ]
