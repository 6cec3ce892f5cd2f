"""What stood in somebody's records by mistake, asked by the database itself: inside any statement."""

from django.db import migrations

# Told to whoever reads a timeline, inside its statement: the scope is the house's for this one question.
MISTAKEN = """
create function post_door_mistaken(customers uuid[]) returns table (thing uuid, until uuid)
stable language plpgsql as $$
declare
    scope text := current_setting('onedoor.kind', true);
begin
    perform set_config('onedoor.kind', 'system', true);
    return query select unnest(m.things), m.id from post_door_misfiling m where m.customer = any(customers);
    perform set_config('onedoor.kind', coalesce(scope, ''), true);
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("post_door", "0003_ratings_misfilings_and_rooms")]

    operations = [migrations.RunSQL(MISTAKEN, "drop function post_door_mistaken(uuid[])")]
