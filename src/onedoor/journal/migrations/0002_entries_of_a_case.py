"""An index for the history of a case, which was looked for in the whole journal."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.RunSQL(
            'create index journal_entry_case on journal_entry ("case", happened_at desc)'
            ' where "case" is not null',
            "drop index journal_entry_case",
        ),
    ]
