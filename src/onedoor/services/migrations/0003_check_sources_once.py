"""The sources of a value are checked in one reading of each element, by comparison where that will do."""

from django.db import migrations

# A filter inside exists() drops what is false or unknown (null, numbers), so no second reading is
# needed to catch those; equality costs a tenth of a regular expression.
_SOUND = """
    @.field >= "a" && @.field < "{" && @.source > ""
    && @.received_at like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"
    && (@.source_kind == "register" || @.source_kind == "customer" || @.source_kind == "officer"
        || @.source_kind == "rule")
    && (@.grade == "A" || @.grade == "B" || @.grade == "C" || @.grade == "D")
    && (@.state == "offered" || @.state == "confirmed" || @.state == "amended" || @.state == "disputed")
"""
IN_ONE_READING = f"""
create or replace function services_values_have_sources(document jsonb) returns boolean
    immutable parallel safe strict language sql
    return jsonb_typeof(document) = 'array' and not document @? '$[*] ? (!exists(@ ? ({_SOUND})))';
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0002_assessed_as_prepared")]

    operations = [migrations.RunSQL(IN_ONE_READING, migrations.RunSQL.noop)]
