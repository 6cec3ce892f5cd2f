"""What a reply sheet rated."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post_door", "0001_letters")]

    operations = [
        migrations.AddField("paper", "rated", models.SmallIntegerField(default=0)),
    ]
