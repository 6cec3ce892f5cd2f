"""A letter is found again by the file that somebody holds."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("contact", "0005_wrong_answers")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("letterpdf", "sha256", models.CharField(max_length=64, null=True)),
        migrations.RunSQL(
            "update contact_letterpdf set sha256 = encode(sha256(pdf), 'hex')", migrations.RunSQL.noop
        ),
        migrations.AlterField("letterpdf", "sha256", models.CharField(max_length=64, unique=True)),
    ]
