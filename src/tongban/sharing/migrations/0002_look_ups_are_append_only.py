"""The database itself refuses to change or delete the trace of a look-up."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sharing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER sharing_lookup_append_only BEFORE UPDATE OR DELETE ON sharing_lookup
    FOR EACH ROW EXECUTE FUNCTION sharing_refuse_change();
"""

BACKWARD = """
DROP TRIGGER sharing_lookup_append_only ON sharing_lookup;
DROP FUNCTION sharing_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
