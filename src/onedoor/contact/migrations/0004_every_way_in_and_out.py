"""Every way in and out: arrivals, calls owed, files, appointments and the counter's numbers."""

import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

OWN = "customer = onedoor_customer()"
# As messages: the contact centre answers for every agency; what the platform wrote has none.
WRITING = "(onedoor_kind() = 'officer' and (agency = '' or onedoor_agency() in (agency, 'CTC')))"
OFFICER = "onedoor_kind() = 'officer'"
OF_A_MESSAGE = "exists (select 1 from contact_message m where m.id = message_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0003_warnings_to_every_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("customer", models.UUIDField(db_index=True)),
                ("agency", models.CharField(max_length=8)),
                ("office", models.CharField(max_length=40)),
                ("reason", models.CharField(default="", max_length=200)),
                ("case", models.UUIDField(null=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("state", models.CharField(default="booked", max_length=10)),
                ("changes", models.SmallIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("booked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("agency", models.CharField(max_length=8)),
                ("number", models.BinaryField()),
                ("number_index", models.BinaryField()),
                ("reason", models.TextField(default="")),
                ("language", models.CharField(default="", max_length=10)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseChannel",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField(db_index=True)),
                ("case", models.UUIDField()),
                ("channel", models.CharField(max_length=10)),
                ("chosen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=5)),
                ("size", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("queue", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=8)),
                ("day", models.DateField()),
                ("number", models.CharField(max_length=8)),
                ("door", models.CharField(max_length=12)),
                ("customer", models.UUIDField(db_index=True, null=True)),
                ("language", models.CharField(default="", max_length=10)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("desk", models.CharField(default="", max_length=20)),
                ("taken_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TicketRoll",
            fields=[
                ("queue", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("last", models.IntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_delivered_has_time",
        ),
        migrations.AddField(
            model_name="interaction",
            name="address",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="interaction",
            name="answered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="interaction",
            name="language",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AddField(
            model_name="interaction",
            name="queue",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="interaction",
            name="state",
            field=models.CharField(default="closed", max_length=8),
        ),
        migrations.AddField(
            model_name="message",
            name="address",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="external_id",
            field=models.CharField(default="", max_length=250),
        ),
        migrations.AddField(
            model_name="message",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="thread",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="customer",
            field=models.UUIDField(db_index=True, null=True),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(models.F("started_at"), name="interaction_arrivals"),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                models.F("started_at"),
                condition=models.Q(("state__in", ["waiting", "live"])),
                name="interaction_going_on",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                models.F("external_id"),
                condition=models.Q(("external_id", ""), _negated=True),
                name="message_external",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state__in", ["closed", "missed"])),
                    models.Q(("answered_at__isnull", True), ("ended_at__isnull", True), ("state", "waiting")),
                    models.Q(("answered_at__isnull", False), ("ended_at__isnull", True), ("state", "live")),
                    _connector="OR",
                ),
                name="interaction_state_has_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                    models.Q(
                        ("delivered_at__isnull", True),
                        ("state__in", ["created", "sending", "sent", "bounced", "failed"]),
                    ),
                    _connector="OR",
                ),
                name="message_delivered_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("direction", "in"), models.Q(("external_id", ""), _negated=True)),
                fields=("channel", "external_id"),
                name="message_received_once",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(
                models.F("office"),
                models.F("starts_at"),
                condition=models.Q(("state", "booked")),
                name="appointment_slots",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="appointment_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "booked")),
                fields=("customer", "starts_at"),
                name="one_place_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="callback",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="contact.message"
            ),
        ),
        migrations.AddConstraint(
            model_name="casechannel",
            constraint=models.UniqueConstraint(fields=("customer", "case"), name="one_channel_a_case"),
        ),
        migrations.AddField(
            model_name="messagefile",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="contact.message"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="appointment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contact.appointment",
            ),
        ),
        migrations.AddIndex(
            model_name="callback",
            index=models.Index(
                models.F("due_at"), condition=models.Q(("state", "waiting")), name="call_back_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message__isnull", True), ("state", "waiting")),
                fields=("number_index", "agency"),
                name="call_back_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "waiting")),
                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "given_up"])),
                    _connector="OR",
                ),
                name="call_back_ended_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("queue"),
                models.F("ready_at"),
                condition=models.Q(("state", "waiting")),
                name="ticket_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.UniqueConstraint(
                fields=("queue", "day", "number"), name="ticket_number_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("called_at__isnull", True), ("state", "waiting")),
                    models.Q(("called_at__isnull", False), models.Q(("state", "waiting"), _negated=True)),
                    _connector="OR",
                ),
                name="ticket_called_has_time",
            ),
        ),
        row_level_security("contact_messagefile", using=OF_A_MESSAGE),
        row_level_security("contact_casechannel", using=f"{OWN} or {OFFICER}"),
        row_level_security("contact_callback", using=f"{OWN} or {WRITING}"),
        row_level_security("contact_appointment", using=f"{OWN} or {OFFICER}"),
        row_level_security("contact_ticket", using=f"{OWN} or {OFFICER}"),
    ]
