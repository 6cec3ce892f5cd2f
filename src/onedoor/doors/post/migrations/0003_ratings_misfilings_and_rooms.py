"""What a reply sheet rated; letters that were taken back; and whose letter an officer may see."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

# An agency's own letters, and those that wait in its room; who filed one is looked at by every read besides.
OF_HER_AGENCY = "onedoor_kind() = 'officer' and onedoor_agency() <> '' and onedoor_agency() in (agency, room)"
# Seen with their letter, by its own policy; what could not be read is the contact centre's to scan again.
OF_A_LETTER = "exists (select 1 from post_door_letter l where l.id = letter_id)"
OF_A_SCAN = (
    "exists (select 1 from post_door_letter l where l.scan_id = post_door_scan.id) or "
    "(onedoor_kind() = 'officer' and state = 'refused' and onedoor_agency() = 'CTC')"
)
OFFICERS = "onedoor_kind() = 'officer'"


def narrow(table: str, using: str) -> migrations.RunSQL:
    """Another policy in the place of the one that let every officer see."""

    def say(policy: str) -> str:
        return f"alter policy scope on {table} using ({policy}) with check ({policy})"

    return migrations.RunSQL(
        say(f"onedoor_kind() = 'system' or ({using})"), say(f"onedoor_kind() = 'system' or ({OFFICERS})")
    )


class Migration(migrations.Migration):
    dependencies = [("post_door", "0002_pin_letters")]

    operations = [
        migrations.AddField("paper", "rated", models.SmallIntegerField(default=0)),
        migrations.AddField("letter", "room", models.CharField(default="", max_length=8)),
        migrations.RunSQL(
            "update post_door_letter set room = 'CTC' where agency = ''",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Misfiling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                (
                    "things",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("why", models.CharField(max_length=20)),
                ("filed_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.UUIDField(null=True)),
                ("taken_by_name", models.CharField(default="", max_length=120)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="misfilings",
                        to="post_door.letter",
                    ),
                ),
            ],
        ),
        row_level_security("post_door_misfiling", using="false"),
        narrow("post_door_letter", OF_HER_AGENCY),
        narrow("post_door_picture", OF_A_LETTER),
        narrow("post_door_scan", OF_A_SCAN),
    ]
