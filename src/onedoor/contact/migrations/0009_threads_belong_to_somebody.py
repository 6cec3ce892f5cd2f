"""What somebody wrote is one agency's from its first moment, and who has a thread open is seen."""

from typing import ClassVar

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN = "customer = onedoor_customer()"
BEFORE = "(onedoor_kind() = 'officer' and (agency = '' or onedoor_agency() in (agency, 'CTC')))"
# The contact centre answers for every agency. What the platform itself wrote has none and is no secret among
# officers; what a customer wrote is read by the agency that answers it.
NOW = (
    "(onedoor_kind() = 'officer' and (onedoor_agency() in (agency, 'CTC')"
    " or (agency = '' and direction = 'out')))"
)
OF_A_THREAD = (
    "onedoor_kind() = 'officer'"
    " and exists (select 1 from contact_message m where m.id = contact_threadreader.thread)"
)


def _policy(rule: str) -> str:
    held = f"onedoor_kind() = 'system' or ({OWN} or {rule})"
    return f"alter policy scope on contact_message using ({held}) with check ({held})"


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("contact", "0008_word_without_a_customer")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(
            "update contact_message m set agency = 'CTC' where agency = '' and exists (select 1 from"
            " contact_message w where w.direction = 'in' and w.agency = ''"
            " and coalesce(w.thread, w.id) = coalesce(m.thread, m.id))",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(direction="out") | ~models.Q(agency=""), name="message_in_has_agency"
            ),
        ),
        migrations.AddIndex(
            "message",
            models.Index("created_at", condition=models.Q(direction="in"), name="message_heard"),
        ),
        migrations.AddField("message", "handed_from", models.CharField(default="", max_length=8)),
        migrations.RunSQL(_policy(NOW), _policy(BEFORE)),
        migrations.CreateModel(
            name="ThreadReader",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("thread", models.UUIDField()),
                ("account", models.UUIDField()),
                ("name", models.CharField(max_length=120)),
                ("agency", models.CharField(max_length=8)),
                ("here_until", models.DateTimeField(db_index=True)),
                ("writing_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddConstraint(
            "threadreader",
            models.UniqueConstraint(fields=("thread", "account"), name="thread_read_once_by_each"),
        ),
        row_level_security("contact_threadreader", using=OF_A_THREAD),
    ]
