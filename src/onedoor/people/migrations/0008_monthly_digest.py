"""Whether somebody is told each month who used her data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_disposals"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="digest",
            field=models.CharField(
                choices=[
                    ("used", "Each month in which somebody used my data"),
                    ("always", "Each month, also when nobody did"),
                    ("never", "Never: I look myself"),
                ],
                db_default="used",
                max_length=8,
            ),
        ),
    ]
