"""How often a caller answered wrongly who she is."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("contact", "0004_every_way_in_and_out")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("interaction", "wrong_answers", models.PositiveSmallIntegerField(default=0)),
    ]
