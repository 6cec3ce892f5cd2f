"""What was reported about a person stays hers when two records of her are put together.

A reported value is still never changed: only whose it is may be, by the house, while it merges.
"""

from django.db import migrations

CHECK = """
create or replace function exchange_refuse_change() returns trigger language plpgsql as $$
begin
    if (new.id, {customer}new.register, new.attribute, new.period, new.record, new.value, new.source,
        new.received_at, new.grade, new.reference, new.batch, new.supersedes)
       is distinct from
       (old.id, {old}old.register, old.attribute, old.period, old.record, old.value, old.source,
        old.received_at, old.grade, old.reference, old.batch, old.supersedes)
    {moved}then
        raise exception 'a reported value is never changed; report a new one'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
"""
MOVED = """or (new.customer is distinct from old.customer
        and (onedoor_kind() <> 'system' or coalesce(current_setting('onedoor.merging', true), '') <> 'on'))
    """


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_report_requests")]
    operations = [
        migrations.RunSQL(
            CHECK.format(customer="", old="", moved=MOVED),
            CHECK.format(customer="new.customer, ", old="old.customer, ", moved=""),
        )
    ]
