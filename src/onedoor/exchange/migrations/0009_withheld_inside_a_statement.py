"""Which cases a law keeps secret, asked by the database itself: inside a statement of any scope."""

from django.db import migrations

# Told to whoever reads a timeline, inside its statement: the scope is the house's for this one question.
WITHHELD = """
create function exchange_withheld(customers uuid[], at timestamptz) returns uuid[]
stable language plpgsql as $$
declare
    scope text := current_setting('onedoor.kind', true);
    answer uuid[];
begin
    perform set_config('onedoor.kind', 'system', true);
    select coalesce(array_agg(w.id), '{}') into answer from exchange_withholding w
        where w.customer = any(customers) and w.state = 'granted' and w.ends_at > at;
    perform set_config('onedoor.kind', coalesce(scope, ''), true);
    return answer;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0008_questions_are_counted")]

    operations = [migrations.RunSQL(WITHHELD, "drop function exchange_withheld(uuid[], timestamptz)")]
