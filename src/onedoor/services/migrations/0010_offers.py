"""What government found for somebody before she asked: her row, and her agency's."""

from django.db import migrations, models
from django.db.models import Q

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

READERS = "customer = onedoor_customer() or (onedoor_kind() = 'officer' and agency = onedoor_agency())"
ANSWERED = ("taken", "given", "declined", "mistaken", "lapsed")


class Migration(migrations.Migration):
    dependencies = [("services", "0009_places")]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("service", models.TextField()),
                ("agency", models.TextField()),
                ("values", models.JSONField(default=list)),
                ("state", models.TextField(default="offered")),
                ("found_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField()),
                ("deadline", models.DateField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("application", models.UUIDField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("was_right", models.BooleanField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["customer", "found_at"], name="offers_of_a_customer"),
                    models.Index(
                        fields=["lapses_at"], name="offers_lapsing", condition=Q(state__in=("offered",))
                    ),
                    models.Index(
                        fields=["application"],
                        name="offer_by_application",
                        condition=Q(application__isnull=False),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "service"),
                        condition=Q(state__in=("offered",)),
                        name="one_open_offer",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="offered", answered_at__isnull=True)
                        | Q(state__in=ANSWERED, answered_at__isnull=False),
                        name="offer_answered_has_time",
                    ),
                ],
            },
        ),
        row_level_security("services_offer", using=READERS),
    ]
