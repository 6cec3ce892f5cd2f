"""What a yes or no was about, so that different questions about one value can be counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0007_yes_or_no_told_instead")]

    operations = [
        migrations.AddField(
            "predicateanswer", name, models.CharField(blank=True, default="", max_length=length)
        )
        for name, length in (
            ("receiver", 32), ("register", 40), ("attribute", 40), ("period", 8), ("limit", 64),
        )
    ]  # fmt: skip
