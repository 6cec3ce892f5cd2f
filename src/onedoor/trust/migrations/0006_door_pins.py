"""PINs for the doors that have keys and no screen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    dependencies = [("trust", "0005_systems_and_limits")]

    operations = [
        migrations.CreateModel(
            name="DoorPin",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="door_pin",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("pin", models.CharField(max_length=128)),
                ("set_at", models.DateTimeField()),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("locks", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
            ],
        ),
        # Nobody reads a hash, whoever signed in: the house alone compares.
        row_level_security("trust_doorpin", using="false"),
    ]
