"""Base registers, what was looked up in them, kept documents, uploads and corrections."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tongban.kernel.sealing.fields
from django.conf import settings
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

NUMBERS = "CREATE SEQUENCE sharing_correction_number;"

# A look-up stays as it was written, but that its sealed subject may come under another key.
GUARD = """
CREATE FUNCTION sharing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
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


class Migration(migrations.Migration):
    replaces = [
        ('sharing', '0001_initial'),
        ('sharing', '0002_look_ups_are_append_only'),
        ('sharing', '0003_kept_documents_and_uploads'),
        ('sharing', '0004_registers_as_tables'),
        ('sharing', '0005_kept_answers'),
        ('sharing', '0006_corrections'),
        ('sharing', '0007_codes_of_licence_types'),
        ('sharing', '0008_sealed_identifiers'),
    ]

    dependencies = [
        ('kernel', '0009_last_runs'),
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='LookUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('elements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                    ('registers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), size=None)),
                    ('actor_name', models.CharField(max_length=100)),
                    ('purpose', models.CharField(max_length=300)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('client_system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.clientsystem')),
                    ('act', models.CharField(choices=[('look_up', '查询'), ('search', '提供单位检索'), ('correction', '更正')], default='look_up', max_length=12)),
                    ('asked', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                    ('latency_ms', models.PositiveIntegerField(default=0)),
                    ('masked', models.BooleanField(default=False)),
                    ('organisation_name', models.CharField(blank=True, max_length=200)),
                    ('outcome', models.CharField(choices=[('answered', '已提供'), ('nothing', '没有查到'), ('failed', '查询失败'), ('refused', '被拒绝')], default='answered', max_length=10)),
                    ('params_hash', models.CharField(blank=True, max_length=64)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('rows', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), default=list, size=None)),
                ],
                options={
                    'verbose_name': '数据使用记录',
                    'verbose_name_plural': '数据使用记录',
                    'indexes': [models.Index(fields=['subject_code', '-at'], name='look_up_by_subject')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='look_up_has_a_purpose')],
                },
            ),
            migrations.CreateModel(
                name='KeptDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('standard', models.CharField(blank=True, max_length=100)),
                    ('file_name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(max_length=60)),
                    ('size', models.PositiveIntegerField()),
                    ('pages', models.PositiveSmallIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('level', models.PositiveSmallIntegerField(default=3)),
                    ('obtained_on', models.DateField()),
                    ('valid_until', models.DateField(null=True)),
                    ('source', models.CharField(choices=[('uploaded', '本人上传'), ('case', '办件中提交'), ('result', '办件结果')], default='uploaded', max_length=10)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('times_used', models.PositiveIntegerField(default=0)),
                    ('used_at', models.DateTimeField(null=True)),
                    ('kept_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'verbose_name': '空间材料',
                    'verbose_name_plural': '空间材料',
                    'indexes': [models.Index(condition=models.Q(('removed_at', None)), fields=['person', '-kept_at'], name='kept_of_person'), models.Index(condition=models.Q(('removed_at', None)), fields=['organisation', '-kept_at'], name='kept_of_organisation')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('organisation', None), _connector='XOR'), name='kept_by_one'), models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='kept_level_known'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('person', 'sha256'), name='kept_once_by_person'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organisation', 'sha256'), name='kept_once_by_organisation')],
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('key', models.CharField(max_length=43, primary_key=True, serialize=False)),
                    ('file_name', models.CharField(max_length=200)),
                    ('length', models.PositiveBigIntegerField()),
                    ('received', models.PositiveBigIntegerField(default=0)),
                    ('begun_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField(db_index=True)),
                    ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('client_system', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.clientsystem')),
                ],
                options={
                    'verbose_name': '续传文件',
                    'verbose_name_plural': '续传文件',
                    'indexes': [models.Index(fields=['account'], name='upload_by_account'), models.Index(fields=['client_system'], name='upload_by_system')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('account', None), ('client_system', None), _connector='XOR'), name='upload_of_one'), models.CheckConstraint(condition=models.Q(('received__lte', models.F('length'))), name='upload_not_longer_than_told')],
                },
            ),
            migrations.CreateModel(
                name='Register',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('name_en', models.CharField(blank=True, max_length=200)),
                    ('kind', models.CharField(choices=[('population', '人口基础信息库'), ('legal_persons', '法人基础信息库'), ('land_space', '自然资源和空间地理基础信息库'), ('macro_economy', '宏观经济基础信息库'), ('licences', '电子证照基础信息库'), ('department', '部门信息库')], max_length=20)),
                    ('connected', models.BooleanField(default=True)),
                    ('connector', models.CharField(blank=True, max_length=50)),
                    ('update_days', models.PositiveIntegerField(default=0)),
                    ('basis', models.CharField(blank=True, max_length=300)),
                    ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ],
                options={
                    'verbose_name': '信息库',
                    'verbose_name_plural': '信息库',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='PopulationRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('name', models.CharField(blank=True, max_length=100)),
                    ('sex', models.CharField(blank=True, max_length=10)),
                    ('born_on', models.DateField(blank=True, null=True)),
                    ('ethnic_group', models.CharField(blank=True, max_length=30)),
                    ('household_address', models.CharField(blank=True, max_length=300)),
                    ('household_number', tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=30)),
                    ('household_head', models.CharField(blank=True, max_length=100)),
                    ('household_relation', models.CharField(blank=True, max_length=30)),
                    ('marital_status', models.CharField(blank=True, max_length=20)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('phone', tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=30)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '人口基础信息',
                    'verbose_name_plural': '人口基础信息',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='populationrecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='populationrecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='LicenceRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('type_code', models.CharField(blank=True, max_length=50)),
                    ('type_name', models.CharField(blank=True, max_length=200)),
                    ('number', models.CharField(blank=True, max_length=100)),
                    ('issuer', models.CharField(blank=True, max_length=200)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_to', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(blank=True, max_length=20)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '电子证照索引',
                    'verbose_name_plural': '电子证照索引',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='licencerecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='licencerecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='LegalPersonRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('name', models.CharField(blank=True, max_length=200)),
                    ('entity_kind', models.CharField(blank=True, max_length=100)),
                    ('legal_representative', models.CharField(blank=True, max_length=100)),
                    ('capital_yuan', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True)),
                    ('capital_text', models.CharField(blank=True, max_length=100)),
                    ('capital_currency', models.CharField(blank=True, max_length=3)),
                    ('business_scope', models.TextField(blank=True)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('region_code', models.CharField(blank=True, max_length=12)),
                    ('industry', models.CharField(blank=True, max_length=100)),
                    ('registered_on', models.DateField(blank=True, null=True)),
                    ('status', models.CharField(blank=True, max_length=30)),
                    ('phone', models.CharField(blank=True, max_length=50)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '法人单位基础信息',
                    'verbose_name_plural': '法人单位基础信息',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='legalpersonrecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='legalpersonrecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='LandRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('certificate_number', models.CharField(blank=True, max_length=80)),
                    ('owner', models.CharField(blank=True, max_length=200)),
                    ('owner_codes', tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=200, public_codes=True)),
                    ('right_kind', models.CharField(blank=True, max_length=50)),
                    ('right_nature', models.CharField(blank=True, max_length=50)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('use', models.CharField(blank=True, max_length=50)),
                    ('floor_area', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                    ('land_area', models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True)),
                    ('land_term', models.CharField(blank=True, max_length=60)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '自然资源和空间地理信息',
                    'verbose_name_plural': '自然资源和空间地理信息',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='landrecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='landrecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='EconomyRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('indicator', models.CharField(blank=True, max_length=100)),
                    ('period', models.CharField(blank=True, max_length=20)),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=24, null=True)),
                    ('unit', models.CharField(blank=True, max_length=30)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '宏观经济信息',
                    'verbose_name_plural': '宏观经济信息',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='economyrecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='economyrecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='DepartmentRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('object_code', models.CharField(blank=True, max_length=120)),
                    ('object_name', models.CharField(blank=True, max_length=200)),
                    ('row_guid', models.CharField(blank=True, max_length=64)),
                    ('as_of', models.DateField()),
                    ('values', tongban.kernel.sealing.fields.SealedJSONField(blank=True, default=dict)),
                    ('register', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.register')),
                ],
                options={
                    'verbose_name': '部门信息',
                    'verbose_name_plural': '部门信息',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('subject_code', 'register', 'object_code'), name='departmentrecord_once'), models.UniqueConstraint(condition=models.Q(('row_guid', ''), _negated=True), fields=('row_guid', 'register'), name='departmentrecord_guid_once')],
                },
            ),
            migrations.CreateModel(
                name='RegisterField',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('element', models.CharField(max_length=80)),
                    ('label', models.CharField(max_length=100)),
                    ('level', models.PositiveSmallIntegerField(default=3)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='sharing.register')),
                ],
                options={
                    'verbose_name': '信息项',
                    'verbose_name_plural': '信息项',
                    'ordering': ['register', 'order'],
                    'indexes': [models.Index(fields=['element'], name='register_field_by_element')],
                    'constraints': [models.UniqueConstraint(fields=('register', 'element'), name='register_field_once'), models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='register_field_level_known')],
                },
            ),
            migrations.CreateModel(
                name='KeptAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('element', models.CharField(max_length=80)),
                    ('object_code', models.CharField(blank=True, max_length=60)),
                    ('value', tongban.kernel.sealing.fields.SealedJSONField()),
                    ('case_number', models.CharField(max_length=50)),
                    ('given_at', models.DateTimeField()),
                    ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'verbose_name': '已填内容',
                    'verbose_name_plural': '已填内容',
                    'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('organisation', None), _connector='XOR'), name='kept_answer_of_one'), models.UniqueConstraint(fields=('person', 'element', 'object_code'), name='kept_answer_once_by_person'), models.UniqueConstraint(fields=('organisation', 'element', 'object_code'), name='kept_answer_once_by_organisation')],
                },
            ),
            migrations.CreateModel(
                name='DataCorrection',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='data_correction', serialize=False, to='matters.matter')),
                    ('row', models.CharField(max_length=80)),
                    ('element', models.CharField(max_length=80)),
                    ('subject_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('held', tongban.kernel.sealing.fields.SealedJSONField(null=True)),
                    ('given', tongban.kernel.sealing.fields.SealedJSONField(null=True)),
                    ('corrected', tongban.kernel.sealing.fields.SealedJSONField(null=True)),
                    ('note', models.TextField(blank=True)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by_name', models.CharField(blank=True, max_length=100)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('official', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='sharing.register')),
                ],
                options={
                    'verbose_name': '校核纠错',
                    'verbose_name_plural': '校核纠错',
                    'indexes': [models.Index(fields=['subject_code'], name='correction_by_subject')],
                },
            ),
        ]),
        migrations.RunSQL(NUMBERS),
        migrations.RunSQL(GUARD),
    ]
