"""A warning may go to every address of a customer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0002_outside_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="everywhere",
            field=models.BooleanField(default=False),
        ),
    ]
