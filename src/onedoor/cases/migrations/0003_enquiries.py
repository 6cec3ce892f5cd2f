"""The arrival that a case answers, once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_agency_requests"),
    ]

    operations = [
        migrations.AddField("case", "arrival", models.UUIDField(null=True, unique=True)),
    ]
