"""An application may be decided without a signature: assessed as prepared at the end of its season."""

from django.db import migrations, models
from django.db.models import Q

_SIGNED = Q(signed_at__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_applications")]

    operations = [
        migrations.AddField("application", "assessed_at", models.DateTimeField(null=True)),
        migrations.AddField("application", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField("application", "objection", models.UUIDField(null=True)),
        migrations.AddField(
            "application", "reminded", models.TextField(blank=True, db_default="", default="")
        ),
        migrations.RemoveConstraint("application", "what_is_past_draft_was_signed"),
        migrations.AddConstraint(
            "application",
            models.CheckConstraint(
                condition=Q(state__in=("draft", "checking", "withdrawn"))
                | _SIGNED
                | Q(assessed_at__isnull=False),
                name="what_is_past_draft_was_signed_or_assessed",
            ),
        ),
        migrations.AddConstraint(
            "application",
            models.CheckConstraint(
                condition=Q(reminded__in=("", "closing", "late")), name="reminder_is_known"
            ),
        ),
    ]
