"""A message may go to an address that was left for one matter by somebody who is no customer of record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0002_outside_messages")]

    operations = [
        migrations.AddField(
            "message", "address", models.CharField(max_length=254, default="", db_default="")
        ),
        migrations.AddField(
            "message", "language", models.CharField(max_length=10, default="", db_default="")
        ),
    ]
