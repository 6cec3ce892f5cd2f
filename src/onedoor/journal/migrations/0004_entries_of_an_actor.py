"""An index for what one account or key did: a breach is worked out from it, and read the whole journal of
its time before."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_heads_as_notes_blocks_and_cosignatures")]

    operations = [
        migrations.RunSQL(
            "create index journal_entry_actor on journal_entry (actor, happened_at)"
            " where actor_kind <> 'system' and customer is not null",
            "drop index journal_entry_actor",
        ),
    ]
