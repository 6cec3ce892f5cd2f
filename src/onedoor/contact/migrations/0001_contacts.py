"""Messages, letters, interactions, and who may see them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN = "customer = onedoor_customer()"
# The contact centre answers for every agency; what the platform itself wrote has none.
WRITING = "(onedoor_kind() = 'officer' and (agency = '' or onedoor_agency() in (agency, 'CTC')))"
# A contact is everybody's to know: an officer who did not hear of it would ask the person again.
OFFICER = "onedoor_kind() = 'officer'"
OF_A_LETTER = "exists (select 1 from contact_letter l where l.id = letter_id)"
OF_AN_INTERACTION = "exists (select 1 from contact_interaction i where i.id = interaction_id)"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.CreateModel(
            name="Interaction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("door", models.CharField(max_length=12)),
                ("agency", models.CharField(max_length=8)),
                ("officer", models.UUIDField(null=True)),
                ("officer_name", models.CharField(default="", max_length=120)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.CharField(default="", max_length=40)),
                ("sources", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("started_at"), descending=True),
                        name="interaction_timeline",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="interaction_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InteractionParticipant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("role", models.CharField(max_length=20)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("name", models.CharField(default="", max_length=120)),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="contact.interaction",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="InteractionTopic",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("subject", models.TextField()),
                ("service", models.CharField(default="", max_length=60)),
                ("case", models.UUIDField(null=True)),
                ("application", models.UUIDField(null=True)),
                ("result", models.CharField(default="", max_length=40)),
                (
                    "interaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="contact.interaction",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("verify_code", models.CharField(max_length=24, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("agency", models.CharField(max_length=8)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.JSONField()),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("key_id", models.CharField(max_length=64)),
                ("signature", models.BinaryField()),
                ("issued_at", models.DateTimeField()),
                ("application", models.UUIDField(db_index=True, null=True)),
                ("case", models.UUIDField(null=True)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="contact.letter",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LetterPdf",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("language", models.CharField(max_length=10)),
                ("pdf", models.BinaryField()),
                ("attached_at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pdfs", to="contact.letter"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "language"), name="pdf_once_a_language")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("agency", models.CharField(max_length=8)),
                ("direction", models.CharField(max_length=3)),
                ("title", models.JSONField()),
                ("body", models.JSONField()),
                ("channel", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=10)),
                ("urgent", models.BooleanField(default=False)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(default="", max_length=60)),
                ("application", models.UUIDField(null=True)),
                ("case", models.UUIDField(db_index=True, null=True)),
                ("idempotency_key", models.CharField(default="", max_length=100)),
                ("created_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contact.letter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("customer"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        name="message_inbox",
                    ),
                    models.Index(
                        models.F("due_at"),
                        condition=models.Q(("state__in", ["created", "sending"])),
                        name="message_to_send",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("idempotency_key", ""), _negated=True),
                        fields=("idempotency_key",),
                        name="message_written_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])),
                        name="message_direction_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            models.Q(
                                ("delivered_at__isnull", True),
                                ("state__in", ["created", "sending", "failed"]),
                            ),
                            _connector="OR",
                        ),
                        name="message_delivered_has_time",
                    ),
                ],
            },
        ),
        row_level_security("contact_message", using=f"{OWN} or {WRITING}"),
        row_level_security("contact_letter", using=f"{OWN} or {WRITING}"),
        row_level_security("contact_letterpdf", using=OF_A_LETTER),
        row_level_security("contact_interaction", using=f"{OWN} or {OFFICER}"),
        row_level_security("contact_interactiontopic", using=OF_AN_INTERACTION),
        row_level_security("contact_interactionparticipant", using=OF_AN_INTERACTION),
    ]
