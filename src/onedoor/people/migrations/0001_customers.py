"""Customers, identifiers, contact points, relations, mandates, and who sees which row."""

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.kernel.scope import row_level_security

# A citizen sees the people she is tied to: whom she represents, who represents her, her family.
NEAR = """
create function people_near(customer uuid) returns boolean stable language sql as $$
    select exists (select 1 from people_mandate
                   where (giver_id = onedoor_customer() and holder_id = customer)
                      or (holder_id = onedoor_customer() and giver_id = customer))
        or exists (select 1 from people_relation
                   where customer_id = onedoor_customer() and other_id = customer)
$$;
"""
OFFICER = "onedoor_kind() = 'officer'"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal"), ("trust", "0002_posts_keys_and_assistance")]

    operations = [
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term", "customer", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("term", models.TextField(db_collation="C")),
                ("customer", models.UUIDField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Person"), ("business", "Business"), ("agency", "Agency")],
                        default="person",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=160)),
                ("name_zh", models.CharField(blank=True, default="", max_length=80)),
                ("sort_key", models.CharField(db_collation="C", max_length=320)),
                ("birth_date", models.DateField(blank=True, null=True)),
                ("language", models.CharField(default="en", max_length=8)),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("portal", "On this website"),
                            ("email", "By e-mail"),
                            ("text", "By text message"),
                            ("phone", "By phone"),
                            ("post", "By post"),
                        ],
                        default="portal",
                        max_length=8,
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        choices=[
                            ("any", "At any time"),
                            ("morning", "In the morning, 8 to 12"),
                            ("afternoon", "In the afternoon, 12 to 18"),
                            ("evening", "In the evening, 18 to 21"),
                            ("night", "At night, 21 to 8"),
                        ],
                        default="any",
                        max_length=12,
                    ),
                ),
                ("access_needs", models.JSONField(blank=True, default=list)),
                ("representative", models.UUIDField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("name_zh", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="customer_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("birth_date", None), ("kind", "person"), _connector="OR"),
                        name="customer_born_only_when_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Identity number"),
                            ("business", "Business number"),
                            ("charity", "Charity number"),
                            ("agency", "Agency number"),
                        ],
                        max_length=8,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("blind_index", models.BinaryField(unique=True)),
                ("masked", models.CharField(max_length=32)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identifiers",
                        to="people.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("email", "E-mail"), ("phone", "Phone"), ("post", "Postal address")],
                        max_length=8,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("blind_index", models.BinaryField(db_index=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="people.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("customer", "kind"),
                        name="contact_point_one_default_a_kind",
                    ),
                    models.UniqueConstraint(
                        fields=("customer", "kind", "blind_index"), name="contact_point_once_a_customer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("director", "Director"),
                            ("accountant", "Accountant"),
                            ("employee", "Employee"),
                            ("parent", "Parent"),
                            ("guardian", "Guardian"),
                            ("attorney", "Person with power of attorney"),
                            ("carer", "Carer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("services", models.JSONField(default=list)),
                ("evidence", models.CharField(blank=True, default="", max_length=200)),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(blank=True, null=True)),
                ("granted_at", models.DateTimeField()),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates",
                        to="people.customer",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates_held",
                        to="people.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("active_to", None), ("active_to__gte", models.F("active_from")), _connector="OR"
                        ),
                        name="mandate_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("holder")), _negated=True),
                        name="mandate_for_another",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("giver", "="),
                            ("holder", "="),
                            ("role", "="),
                            (
                                models.Func(
                                    "active_from",
                                    "active_to",
                                    function="daterange",
                                    template="%(function)s(%(expressions)s, '[)')",
                                ),
                                "&&",
                            ),
                        ],
                        name="mandate_held_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("spouse", "Husband or wife"), ("parent", "Parent"), ("child", "Child")],
                        max_length=8,
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("recorded_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relations",
                        to="people.customer",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.customer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("customer", "other", "kind"), name="relation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("customer", models.F("other")), _negated=True),
                        name="relation_with_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(NEAR, "drop function people_near(uuid)"),
        row_level_security(
            "people_customer",
            using=f"{OFFICER} or id = onedoor_customer() or (onedoor_kind() = 'citizen' and people_near(id))",
        ),
        row_level_security("people_identifier", using=f"{OFFICER} or customer_id = onedoor_customer()"),
        row_level_security("people_contactpoint", using=f"{OFFICER} or customer_id = onedoor_customer()"),
        row_level_security("people_searchterm", using=OFFICER),
        row_level_security(
            "people_relation",
            using=f"{OFFICER} or customer_id = onedoor_customer() or other_id = onedoor_customer()",
        ),
        row_level_security(
            "people_mandate",
            using=f"{OFFICER} or giver_id = onedoor_customer() or holder_id = onedoor_customer()",
        ),
    ]
