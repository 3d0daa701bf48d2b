"""Identity numbers, telephones and e-mail addresses of people are sealed in their columns."""

import tongban.kernel.sealing.fields
from django.db import migrations

from tongban.kernel.sealing.converting import seal_existing

_DROP = "DROP TRIGGER document_stays ON cases_document;"
_BEFORE = """
CREATE TRIGGER document_stays BEFORE UPDATE ON cases_document FOR EACH ROW
    WHEN (OLD.sha256 <> '' OR to_jsonb(OLD.*) - 'sha256' IS DISTINCT FROM to_jsonb(NEW.*) - 'sha256')
    EXECUTE FUNCTION cases_refuse_change();
"""
# As before, and besides what is sealed in a document's data may come under another key.
_AFTER = """
CREATE TRIGGER document_stays BEFORE UPDATE ON cases_document FOR EACH ROW
    WHEN (
        OLD.sha256 <> '' AND (NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.data IS NOT DISTINCT FROM OLD.data)
        OR to_jsonb(OLD.*) - '{sha256,data}'::text[] IS DISTINCT FROM to_jsonb(NEW.*) - '{sha256,data}'::text[]
        OR NOT kernel_only_resealed(OLD.data::text, NEW.data::text)
    )
    EXECUTE FUNCTION cases_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_sealing'),
        ('cases', '0015_who_helped'),
    ]

    operations = [
        migrations.RunSQL(_DROP, _BEFORE),
        migrations.AlterField(
            model_name='case',
            name='answers',
            field=tongban.kernel.sealing.fields.SealedJSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='document',
            name='data',
            field=tongban.kernel.sealing.fields.SealedJSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='thirdparty',
            name='phone',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=40),
        ),
        seal_existing('cases.Case', 'answers'),
        seal_existing('cases.Document', 'data'),
        seal_existing('cases.ThirdParty', 'phone'),
        migrations.RunSQL(_AFTER, _DROP),
    ]
