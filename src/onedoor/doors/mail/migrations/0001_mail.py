"""What the mail door keeps."""

from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Correspondence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.BinaryField()),
                ("session", models.UUIDField(unique=True)),
                ("language", models.CharField(max_length=8)),
                ("asked", models.BinaryField(default=b"")),
                ("message", models.UUIDField(null=True)),
                ("helped", models.SmallIntegerField(default=0)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("outcome", models.CharField(default="", max_length=12)),
                ("heard_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("session", models.UUIDField(null=True)),
                ("sealed", models.BinaryField()),
                ("attempts", models.SmallIntegerField(default=0)),
                ("failure", models.CharField(default="", max_length=60)),
                ("due_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="mail_reply_due",
                    )
                ],
            },
        ),
        row_level_security("mail_door_correspondence", using="false"),
        row_level_security("mail_door_reply", using="false"),
    ]
