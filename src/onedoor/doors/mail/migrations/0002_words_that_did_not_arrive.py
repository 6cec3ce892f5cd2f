"""A person's answer by e-mail knows its case, so that she hears when it does not arrive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail_door", "0001_mail")]

    operations = [
        migrations.AddField(model_name="reply", name="case", field=models.UUIDField(null=True)),
    ]
