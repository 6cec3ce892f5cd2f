"""Every door that speaks in turns asks one question a turn; none asks a page at once."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0001_sessions")]

    operations = [migrations.RemoveField("session", "whole_pages")]
