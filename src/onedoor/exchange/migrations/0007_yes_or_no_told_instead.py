"""The yes or no that was told instead of a value."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN_ROWS = "onedoor_kind() = 'citizen' and customer = onedoor_customer()"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0006_consents_and_their_news")]

    operations = [
        migrations.CreateModel(
            name="PredicateAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                ("subject", models.UUIDField()),
                ("agreement", models.CharField(max_length=32)),
                ("question", models.CharField(max_length=40)),
                ("answer", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["customer", "subject"], name="answers_of_a_customer")],
            },
        ),
        row_level_security("exchange_predicateanswer", using=OWN_ROWS),
    ]
