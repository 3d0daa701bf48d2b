"""What a licence of the stock may still be given once: its file, and the holder whom we did not know."""

from django.db import migrations

FORWARD = """
DROP TRIGGER licence_face_is_fixed ON licences_licence;
CREATE TRIGGER licence_face_is_fixed BEFORE UPDATE ON licences_licence
    FOR EACH ROW WHEN (
        to_jsonb(OLD.*) - '{state,file_sha256,holder_person_id,holder_organisation_id}'::text[]
            IS DISTINCT FROM to_jsonb(NEW.*) - '{state,file_sha256,holder_person_id,holder_organisation_id}'::text[]
        OR OLD.file_sha256 IS NOT NULL AND NEW.file_sha256 IS DISTINCT FROM OLD.file_sha256
        OR OLD.holder_person_id IS NOT NULL AND NEW.holder_person_id IS DISTINCT FROM OLD.holder_person_id
        OR OLD.holder_organisation_id IS NOT NULL
            AND NEW.holder_organisation_id IS DISTINCT FROM OLD.holder_organisation_id
    )
    EXECUTE FUNCTION licences_refuse_change();
"""

BACKWARD = """
DROP TRIGGER licence_face_is_fixed ON licences_licence;
CREATE TRIGGER licence_face_is_fixed BEFORE UPDATE ON licences_licence
    FOR EACH ROW WHEN (to_jsonb(OLD.*) - 'state' IS DISTINCT FROM to_jsonb(NEW.*) - 'state')
    EXECUTE FUNCTION licences_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("licences", "0004_whole_register")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
