"""The database itself refuses to change or delete a party event."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION parties_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER parties_partyevent_append_only BEFORE UPDATE OR DELETE ON parties_partyevent
    FOR EACH ROW EXECUTE FUNCTION parties_refuse_change();
"""

BACKWARD = """
DROP TRIGGER parties_partyevent_append_only ON parties_partyevent;
DROP FUNCTION parties_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
