"""Word to an address that is no customer's: an officer is told of a new way into her account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contact", "0007_threads_are_answered")]

    operations = [
        migrations.AlterField(
            model_name="outsidemessage",
            name="customer",
            field=models.UUIDField(null=True),
        ),
    ]
