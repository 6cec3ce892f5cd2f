"""Let the planner walk the terms in order instead of collecting every match to sort it.

It takes a comparison with ``onedoor_kind()`` to keep one row in two hundred, so for "the first 40
terms beginning with 伟" it fetched all 14,000 (92 ms); a boolean function is taken to keep a third,
and it reads 40 (0.2 ms).
"""

from django.db import migrations

FORWARD = """
create function people_may_search() returns boolean stable language plpgsql as $$
begin
    return onedoor_kind() in ('officer', 'system');
end $$;
alter policy scope on people_searchterm using (people_may_search()) with check (people_may_search());
"""
BACKWARD = """
alter policy scope on people_searchterm
    using (onedoor_kind() in ('officer', 'system')) with check (onedoor_kind() in ('officer', 'system'));
drop function people_may_search();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_customers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
