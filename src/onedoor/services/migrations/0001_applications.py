"""Applications, signatures and season runs; no value without its source, no row without its reader."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import onedoor.kernel.ids
import onedoor.services.models
from onedoor.kernel.scope import row_level_security

# Immutable and a single jsonpath pass, since every drafted return of a season is checked by it.
# "is unknown" catches null and numbers, for which like_regex is neither true nor false.
_SOUND = """
    @.field like_regex "^[a-z]" && @.source like_regex "."
    && @.received_at like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"
    && @.source_kind like_regex "^(register|customer|officer|rule)$" && @.grade like_regex "^[ABCD]$"
    && @.state like_regex "^(offered|confirmed|amended|disputed)$"
"""
VALUES_HAVE_SOURCES = f"""
create function services_values_have_sources(document jsonb) returns boolean
    immutable parallel safe strict language sql
    return jsonb_typeof(document) = 'array'
        and not document @? '$[*] ? (!({_SOUND}) || (({_SOUND}) is unknown))';
"""
READERS = "customer = onedoor_customer() or (onedoor_kind() = 'officer' and onedoor_agency() = any(agencies))"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.RunSQL(VALUES_HAVE_SOURCES, "drop function services_values_have_sources(jsonb)"),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("customer", models.UUIDField()),
                ("service", models.TextField()),
                ("version", models.TextField()),
                ("season", models.TextField(blank=True, default="")),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("door", models.TextField()),
                ("state", models.TextField(default="draft")),
                ("revision", models.IntegerField(default=1)),
                ("values", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("pack", models.TextField(blank=True, default="")),
                ("pack_fingerprint", models.TextField(blank=True, default="")),
                ("flow", models.JSONField(null=True)),
                (
                    "waits_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("case", models.UUIDField(null=True)),
                ("charge", models.UUIDField(null=True)),
                ("assisted_by", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["service", "season", "state"], name="application_by_service"),
                    models.Index(
                        condition=models.Q(("charge__isnull", False)),
                        fields=["charge"],
                        name="application_by_charge",
                    ),
                    models.Index(
                        condition=models.Q(("case__isnull", False)),
                        fields=["case"],
                        name="application_by_case",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at"],
                        name="application_due",
                    ),
                    models.Index(fields=["customer"], name="application_by_customer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "checking", "signed", "decided"))),
                        fields=("customer", "service", "season"),
                        name="one_live_application_a_season",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "checking", "signed", "decided", "closed", "withdrawn"))
                        ),
                        name="application_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            onedoor.services.models.EveryValueHasItsSource(models.F("values"))
                        ),
                        name="no_value_without_its_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "checking", "withdrawn")),
                            ("signed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_past_draft_was_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlowDefinition",
            fields=[
                ("ref", models.TextField(primary_key=True, serialize=False)),
                ("service", models.TextField()),
                ("xml", models.TextField()),
                ("first_used_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SeasonRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("service", models.TextField()),
                ("season", models.TextField()),
                ("pack_fingerprint", models.TextField()),
                ("planned_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("service", "season"), name="one_run_a_season")
                ],
            },
        ),
        migrations.CreateModel(
            name="SeasonChunk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.IntegerField()),
                (
                    "customers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                ("drafted", models.IntegerField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="services.seasonrun",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "position"), name="one_chunk_a_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("drafted__isnull", True)),
                            models.Q(("done_at__isnull", False), ("drafted__isnull", False)),
                            _connector="OR",
                        ),
                        name="done_chunk_says_how_many",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("customer", models.UUIDField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("revision", models.IntegerField()),
                ("canonical", models.TextField()),
                ("sha256", models.TextField()),
                ("signer", models.UUIDField()),
                ("on_behalf_of", models.UUIDField(null=True)),
                ("assurance", models.IntegerField()),
                ("assisted_officer", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField()),
                ("key", models.TextField()),
                ("value", models.BinaryField()),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="services.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "revision"), name="one_signature_a_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assurance__gte", 1)), name="signature_has_assurance"
                    ),
                ],
            },
        ),
        row_level_security("services_application", using=READERS),
        row_level_security("services_signature", using=READERS),
        row_level_security("services_seasonrun", using="false"),
        row_level_security("services_seasonchunk", using="false"),
    ]
