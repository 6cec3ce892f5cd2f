"""A customer's confirmation, by a code of hers, of what an officer filled in with her."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_posts_keys_and_assistance")]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("subject", models.UUIDField()),
                ("content", models.TextField()),
                ("confirmed_at", models.DateTimeField()),
                ("spent_at", models.DateTimeField(null=True)),
                (
                    "offer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmation",
                        to="trust.assistanceoffer",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="trust.assistedsession",
                    ),
                ),
            ],
        ),
        # The officer's own scope names the customer who sits with her.
        row_level_security("trust_confirmation", using="customer = onedoor_customer()"),
    ]
