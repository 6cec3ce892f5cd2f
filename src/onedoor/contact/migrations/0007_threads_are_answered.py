"""Who wrote a message, and when a thread was closed."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("contact", "0006_letters_by_their_file")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("message", "written_by_name", models.CharField(default="", max_length=120)),
        migrations.AddField("message", "closed_at", models.DateTimeField(null=True)),
    ]
