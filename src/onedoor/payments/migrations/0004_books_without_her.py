"""The ledger stays append-only, and may forget whose money it was once its keeping period is over."""

from django.db import migrations

FORGETS = """
create or replace function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if current_setting('onedoor.kind', true) = 'system' and new.customer is null
            and to_jsonb(new) - 'customer' = to_jsonb(old) - 'customer'
        then
            return new;
        end if;
    end if;
    raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
"""
REFUSES = """
create or replace function ledger_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only' using errcode = 'insufficient_privilege';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_lines_know_their_money")]

    operations = [migrations.RunSQL(FORGETS, REFUSES)]
