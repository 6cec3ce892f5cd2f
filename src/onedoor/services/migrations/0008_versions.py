"""Versions of services: what is published is in the database and never changes."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
from django.db import migrations, models

import onedoor.kernel.ids
from onedoor.services.models.versions import TimeSpan

GUARD = """
create sequence services_version_stamp;
create function services_keep_version() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.state <> 'draft' then
            raise exception 'a published version is kept' using errcode = 'integrity_constraint_violation';
        end if;
        return old;
    end if;
    if tg_op = 'UPDATE' and old.state <> 'draft' and (new.state = 'draft'
        or (new.service, new.version, new.digest, new.files, new.agencies, new.effective_from)
            is distinct from
           (old.service, old.version, old.digest, old.files, old.agencies, old.effective_from)) then
        raise exception 'a published version is replaced, never changed'
            using errcode = 'integrity_constraint_violation';
    end if;
    new.stamp := nextval('services_version_stamp');
    return new;
end $$;
create trigger keep_version before insert or update or delete on services_serviceversion
    for each row execute function services_keep_version();
"""
UNGUARD = """
drop trigger keep_version on services_serviceversion;
drop function services_keep_version();
drop sequence services_version_stamp;
"""
# What is published is everybody's to read; a draft is its designers'; customers and partners write neither.
WALL = """
alter table services_serviceversion enable row level security;
alter table services_serviceversion force row level security;
create policy readers on services_serviceversion for select
    using (state <> 'draft' or onedoor_kind() in ('officer', 'system'));
create policy writers on services_serviceversion
    using (onedoor_kind() in ('officer', 'system')) with check (onedoor_kind() in ('officer', 'system'));
"""
UNWALL = """
drop policy writers on services_serviceversion;
drop policy readers on services_serviceversion;
alter table services_serviceversion disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0007_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onedoor.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("service", models.TextField()),
                ("version", models.TextField()),
                (
                    "agencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("title", models.JSONField(default=dict)),
                ("digest", models.TextField()),
                ("files", models.JSONField()),
                ("state", models.TextField(default="draft")),
                ("effective_from", models.DateTimeField(null=True)),
                ("effective_to", models.DateTimeField(null=True)),
                ("based_on", models.UUIDField(null=True)),
                ("shipped", models.BooleanField(default=False)),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("published_by", models.UUIDField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.TextField(blank=True, default="")),
                ("drafts", models.TextField(default="stay")),
                ("decision", models.TextField(blank=True, default="")),
                ("stamp", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["service", "state"], name="version_by_service"),
                    models.Index(fields=["stamp"], name="version_by_stamp"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "published", "piloted", "withdrawn"))),
                        name="version_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                                ("state", "draft"),
                            ),
                            models.Q(
                                ("effective_from__isnull", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("state", "draft"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="published_version_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ended_version_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("drafts__in", ("stay", "may_move"))),
                        name="fate_of_drafts_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("", "scaled", "stopped"))),
                        name="pilot_decision_is_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ("published", "withdrawn")), ("decision", "")),
                        expressions=[
                            ("service", "="),
                            (
                                TimeSpan("effective_from", "effective_to"),
                                "&&",
                            ),
                        ],
                        name="one_version_in_force_at_a_time",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state", "draft"), _negated=True),
                        expressions=[("service", "="), ("version", "="), (models.F("digest"), "<>")],
                        name="one_version_one_content",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "piloted")),
                        fields=("service",),
                        name="one_pilot_a_service",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(WALL, UNWALL),
    ]
