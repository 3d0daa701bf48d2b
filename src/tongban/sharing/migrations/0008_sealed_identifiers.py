"""Identity numbers, telephones and e-mail addresses of people are sealed in their columns."""

import tongban.kernel.sealing.fields
from django.db import migrations

from tongban.kernel.sealing.converting import seal_existing

_DROP = "DROP TRIGGER sharing_lookup_append_only ON sharing_lookup;"
_BEFORE = """
CREATE TRIGGER sharing_lookup_append_only BEFORE UPDATE OR DELETE ON sharing_lookup
    FOR EACH ROW EXECUTE FUNCTION sharing_refuse_change();
"""
# As before, and besides the sealed subject may come under another key.
_AFTER = """
CREATE TRIGGER sharing_lookup_append_only BEFORE UPDATE ON sharing_lookup FOR EACH ROW
    WHEN (
        to_jsonb(OLD.*) - 'subject_code' IS DISTINCT FROM to_jsonb(NEW.*) - 'subject_code'
        OR NEW.subject_code IS NOT DISTINCT FROM OLD.subject_code
        OR NOT kernel_only_resealed(OLD.subject_code, NEW.subject_code)
    )
    EXECUTE FUNCTION sharing_refuse_change();
CREATE TRIGGER sharing_lookup_not_deleted BEFORE DELETE ON sharing_lookup
    FOR EACH ROW EXECUTE FUNCTION sharing_refuse_change();
"""
_DROP_BOTH = """
DROP TRIGGER sharing_lookup_append_only ON sharing_lookup;
DROP TRIGGER sharing_lookup_not_deleted ON sharing_lookup;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_sealing'),
        ('sharing', '0007_codes_of_licence_types'),
    ]

    operations = [
        migrations.RunSQL(_DROP, _BEFORE),
        migrations.AlterField(
            model_name='datacorrection',
            name='corrected',
            field=tongban.kernel.sealing.fields.SealedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name='datacorrection',
            name='given',
            field=tongban.kernel.sealing.fields.SealedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name='datacorrection',
            name='held',
            field=tongban.kernel.sealing.fields.SealedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name='datacorrection',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='departmentrecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='departmentrecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='economyrecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='economyrecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='keptanswer',
            name='value',
            field=tongban.kernel.sealing.fields.SealedJSONField(),
        ),
        migrations.AlterField(
            model_name='landrecord',
            name='owner_codes',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=200, public_codes=True),
        ),
        migrations.AlterField(
            model_name='landrecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='landrecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='legalpersonrecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='legalpersonrecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='licencerecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='licencerecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='lookup',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='populationrecord',
            name='household_number',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='populationrecord',
            name='phone',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=30),
        ),
        migrations.AlterField(
            model_name='populationrecord',
            name='subject_code',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True),
        ),
        migrations.AlterField(
            model_name='populationrecord',
            name='values',
            field=tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        *(
            seal_existing(f'sharing.{kind}Record', *columns)
            for kind, columns in (
                ('Department', ('subject_code', 'values')),
                ('Economy', ('subject_code', 'values')),
                ('Land', ('subject_code', 'values', 'owner_codes')),
                ('LegalPerson', ('subject_code', 'values')),
                ('Licence', ('subject_code', 'values')),
                ('Population', ('subject_code', 'values', 'phone', 'household_number')),
            )
        ),
        seal_existing('sharing.KeptAnswer', 'value'),
        seal_existing('sharing.LookUp', 'subject_code'),
        seal_existing('sharing.DataCorrection', 'subject_code', 'held', 'given', 'corrected'),
        migrations.RunSQL(_AFTER, _DROP_BOTH),
    ]
