"""The journal's tables, its append-only guard, and the functions that row-level security asks."""

from django.db import migrations, models

import onedoor.kernel.ids

SCOPE_FUNCTIONS = """
create function onedoor_kind() returns text stable parallel safe language sql
    return coalesce(current_setting('onedoor.kind', true), '');
create function onedoor_customer() returns uuid stable parallel safe language sql
    return nullif(current_setting('onedoor.customer', true), '')::uuid;
create function onedoor_agency() returns text stable parallel safe language sql
    return coalesce(current_setting('onedoor.agency', true), '');
create function onedoor_partner() returns text stable parallel safe language sql
    return coalesce(current_setting('onedoor.partner', true), '');
"""
DROP_SCOPE_FUNCTIONS = """
drop function onedoor_kind(); drop function onedoor_customer();
drop function onedoor_agency(); drop function onedoor_partner();
"""

ENTRY = """
create sequence journal_position;
create table journal_entry (
    id uuid not null,
    happened_at timestamptz not null,
    event text not null,
    customer uuid,
    subject_kind text not null,
    subject uuid not null,
    agency text not null default '',
    actor_kind text not null,
    actor uuid not null,
    on_behalf_of uuid,
    door text not null,
    basis text not null default '',
    purpose text not null default '',
    "case" uuid,
    data jsonb not null default '{}',
    visible_from timestamptz,
    written_in bigint not null default (pg_current_xact_id()::text::bigint),
    position bigint not null default nextval('journal_position'),
    primary key (happened_at, id)
) partition by range (happened_at);
create table journal_entry_elsewhen partition of journal_entry default;
create index journal_entry_customer on journal_entry (customer, happened_at desc) where customer is not null;
create index journal_entry_written on journal_entry (written_in, position);
create index journal_entry_subject on journal_entry (subject, happened_at desc);

create function journal_month(month date) returns void language plpgsql as $$
declare
    name text := 'journal_entry_' || to_char(month, 'YYYY_MM');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of journal_entry for values from (%L) to (%L)',
                       name, date_trunc('month', month), date_trunc('month', month) + interval '1 month');
    end if;
end $$;
select journal_month(month::date)
from generate_series('2024-01-01'::date, '2027-12-01'::date, interval '1 month') as month;

create function journal_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $$;
-- By row also on the partitions; by statement because row-level security leaves no row to refuse.
create trigger journal_append_only before update or delete on journal_entry
    for each row execute function journal_refuse_change();
create trigger journal_append_only_said before update or delete on journal_entry
    for each statement execute function journal_refuse_change();

alter table journal_entry enable row level security;
alter table journal_entry force row level security;
create policy written on journal_entry for insert with check (onedoor_kind() <> '');
create policy read on journal_entry for select using (
    onedoor_kind() = 'system'
    or (onedoor_kind() = 'citizen' and customer = onedoor_customer())
    or onedoor_kind() = 'officer'
);
"""
DROP_ENTRY = """
drop table journal_entry; drop function journal_refuse_change();
drop function journal_month(date); drop sequence journal_position;
"""


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.RunSQL(SCOPE_FUNCTIONS, DROP_SCOPE_FUNCTIONS),
        migrations.RunSQL(ENTRY, DROP_ENTRY),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "happened_at", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=onedoor.kernel.ids.new_id)),
                ("happened_at", models.DateTimeField()),
                ("event", models.TextField()),
                ("customer", models.UUIDField(null=True)),
                ("subject_kind", models.TextField()),
                ("subject", models.UUIDField()),
                ("agency", models.TextField(default="")),
                ("actor_kind", models.TextField()),
                ("actor", models.UUIDField()),
                ("on_behalf_of", models.UUIDField(null=True)),
                ("door", models.TextField()),
                ("basis", models.TextField(default="")),
                ("purpose", models.TextField(default="")),
                ("case", models.UUIDField(null=True)),
                ("data", models.JSONField(default=dict)),
                ("visible_from", models.DateTimeField(null=True)),
                ("written_in", models.BigIntegerField(db_default=models.Value(0), editable=False)),
                ("position", models.BigIntegerField(db_default=models.Value(0), editable=False)),
            ],
            options={"db_table": "journal_entry", "managed": False},
        ),
        migrations.CreateModel(
            name="JournalLeaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry", models.UUIDField(unique=True)),
                ("happened_at", models.DateTimeField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "journal_leaf"},
        ),
        migrations.CreateModel(
            name="JournalHead",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("peaks", models.BinaryField()),
                ("sealed_before", models.BigIntegerField()),
                ("signed_at", models.DateTimeField()),
                ("key_id", models.TextField()),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": "journal_head"},
        ),
    ]
