"""The serial of licences, and the database's own refusal to change what was issued or how it stood."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE licences_serial;
CREATE FUNCTION licences_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was issued stays: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER licence_standing_append_only BEFORE UPDATE OR DELETE ON licences_standing
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_standing_no_truncate BEFORE TRUNCATE ON licences_standing
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_face_is_fixed BEFORE UPDATE ON licences_licence
    FOR EACH ROW WHEN (to_jsonb(OLD.*) - 'state' IS DISTINCT FROM to_jsonb(NEW.*) - 'state')
    EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_not_deleted BEFORE DELETE ON licences_licence
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_no_truncate BEFORE TRUNCATE ON licences_licence
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
"""

BACKWARD = """
DROP TRIGGER licence_standing_append_only ON licences_standing;
DROP TRIGGER licence_standing_no_truncate ON licences_standing;
DROP TRIGGER licence_face_is_fixed ON licences_licence;
DROP TRIGGER licence_not_deleted ON licences_licence;
DROP TRIGGER licence_no_truncate ON licences_licence;
DROP FUNCTION licences_refuse_change();
DROP SEQUENCE licences_serial;
"""


class Migration(migrations.Migration):
    dependencies = [("licences", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
