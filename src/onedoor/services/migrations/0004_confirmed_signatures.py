"""What was signed with an officer's help names the customer's own confirmation."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("services", "0003_check_sources_once")]

    operations = [
        migrations.AddField("signature", "confirmation", models.UUIDField(null=True, unique=True)),
        migrations.AddConstraint(
            "signature",
            models.CheckConstraint(
                condition=Q(assisted_officer__isnull=True, confirmation__isnull=True)
                | Q(assisted_officer__isnull=False, confirmation__isnull=False),
                name="who_was_helped_confirmed",
            ),
        ),
    ]
