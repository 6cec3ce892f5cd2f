"""The review of an emergency is a case, says why, and the customer is told what was not right."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0014_directories")]

    operations = [
        migrations.AddField("emergency", "case", models.UUIDField(null=True)),
        migrations.AddField("emergency", "visible_from", models.DateTimeField(null=True)),
        migrations.AddField("emergency", "finding", models.BinaryField(null=True)),
        migrations.AddField("emergency", "told_at", models.DateTimeField(null=True)),
    ]
