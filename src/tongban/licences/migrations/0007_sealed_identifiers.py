"""Identity numbers, telephones and e-mail addresses of people are sealed in their columns."""

import tongban.kernel.sealing.fields
from django.db import migrations

from tongban.kernel.sealing.converting import seal_existing

_DROP = "DROP TRIGGER licence_face_is_fixed ON licences_licence;"
# As before, and besides a sealed value may come under another key.
_TRIGGER = """
CREATE TRIGGER licence_face_is_fixed BEFORE UPDATE ON licences_licence
    FOR EACH ROW WHEN (
        to_jsonb(OLD.*) - '{{state,file_sha256,holder_person_id,holder_organisation_id{sealed}}}'::text[]
            IS DISTINCT FROM
            to_jsonb(NEW.*) - '{{state,file_sha256,holder_person_id,holder_organisation_id{sealed}}}'::text[]
        {resealed}
        OR OLD.file_sha256 IS NOT NULL AND NEW.file_sha256 IS DISTINCT FROM OLD.file_sha256
        OR OLD.holder_person_id IS NOT NULL AND NEW.holder_person_id IS DISTINCT FROM OLD.holder_person_id
        OR OLD.holder_organisation_id IS NOT NULL
            AND NEW.holder_organisation_id IS DISTINCT FROM OLD.holder_organisation_id
    )
    EXECUTE FUNCTION licences_refuse_change();
"""
_RESEALED = """OR NOT kernel_only_resealed(OLD.holder_code, NEW.holder_code)
        OR NOT kernel_only_resealed(OLD.face::text, NEW.face::text)"""
_BEFORE = _TRIGGER.format(sealed="", resealed="")
_AFTER = _TRIGGER.format(sealed=",holder_code,face", resealed=_RESEALED)


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_sealing'),
        ('licences', '0006_copies'),
    ]

    operations = [
        migrations.RunSQL(_DROP, _BEFORE),
        migrations.AlterField(
            model_name='licence',
            name='face',
            field=tongban.kernel.sealing.fields.SealedJSONField(default=list),
        ),
        migrations.AlterField(
            model_name='licence',
            name='holder_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        seal_existing('licences.Licence', 'holder_code', 'face'),
        migrations.RunSQL(_AFTER, _DROP),
    ]
