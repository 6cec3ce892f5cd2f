"""Which records are one customer, asked by the database itself: inside a statement of any scope."""

from django.db import migrations

# The ids alone, to whoever holds one of them: the scope is the house's for this one question, as a
# function's own SET would make it, which only a superuser may write.
FUNCTION = """
create function {name}(customer uuid) returns {kind} stable language plpgsql as $$
declare
    scope text := current_setting('onedoor.kind', true);
    answer {kind};
begin
    perform set_config('onedoor.kind', 'system', true);
    {question}
    perform set_config('onedoor.kind', coalesce(scope, ''), true);
    return answer;
end
$$
"""
LIVE = """
    with recursive way(id, step) as (
        select people_live.customer, 0
        union all
        select m.kept, way.step + 1 from people_merge m
        join way on m.merged = way.id where m.undone_at is null and way.step < 50
    )
    select way.id into answer from way order by step desc limit 1;
"""
NAMES = """
    with recursive names(id) as (
        select people_names.customer
        union
        select m.merged from people_merge m join names on m.kept = names.id where m.undone_at is null
    )
    select array_agg(names.id) into answer from names;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_merges")]

    operations = [
        migrations.RunSQL(
            FUNCTION.format(name="people_live", kind="uuid", question=LIVE),
            "drop function people_live(uuid)",
        ),
        migrations.RunSQL(
            FUNCTION.format(name="people_names", kind="uuid[]", question=NAMES),
            "drop function people_names(uuid)",
        ),
    ]
