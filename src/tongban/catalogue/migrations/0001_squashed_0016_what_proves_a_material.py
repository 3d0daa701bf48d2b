"""Items, their implementation lists with versions, which the database itself keeps, and what is searched."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

ROWS = ["basis", "material", "step", "fee", "question"]

NUMBERS = """
CREATE SEQUENCE catalogue_revision_number;
CREATE SEQUENCE catalogue_guide_report_number;
"""

# A version may wait for its day or be withdrawn, and none is ever deleted.
VERSION = """
CREATE FUNCTION catalogue_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lifecycle text[] := ARRAY['state', 'published_at', 'superseded_at'];
    ways jsonb := '{"scheduled": ["published", "withdrawn"], "published": ["superseded"]}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'version % is % and cannot be deleted', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - lifecycle IS DISTINCT FROM to_jsonb(OLD) - lifecycle
       OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
       OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at) THEN
        RAISE EXCEPTION 'version % is % and cannot be changed', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT coalesce(ways -> OLD.state ? NEW.state, false) THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_version_kept BEFORE UPDATE OR DELETE ON catalogue_version
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_version();
"""

# Once per statement, not per row: an import writes hundreds of thousands of rows. The versions are locked against
# being published by another transaction between this check and the commit.
CHECK = """
CREATE FUNCTION catalogue_keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    WITH locked AS (
        SELECT id, state FROM catalogue_version WHERE id IN (SELECT version_id FROM touched) FOR SHARE
    )
    SELECT min(id) INTO kept FROM locked WHERE state <> 'draft';
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'rows of version % are kept: it is no longer a draft', kept
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION catalogue_keep_moved_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    WITH locked AS (
        SELECT id, state FROM catalogue_version
        WHERE id IN (SELECT version_id FROM before UNION SELECT version_id FROM after) FOR SHARE
    )
    SELECT min(id) INTO kept FROM locked WHERE state <> 'draft';
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'rows of version % are kept: it is no longer a draft', kept
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
"""

TRIGGERS = """
CREATE TRIGGER catalogue_{row}_kept_i AFTER INSERT ON catalogue_{row}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_rows();
CREATE TRIGGER catalogue_{row}_kept_d AFTER DELETE ON catalogue_{row}
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_rows();
CREATE TRIGGER catalogue_{row}_kept_u AFTER UPDATE ON catalogue_{row}
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_moved_rows();
"""

# Contents are kept as they are: packing and unpacking them took a quarter of the time of a load, for a third of room.
STORAGE = "ALTER TABLE catalogue_version ALTER COLUMN content SET STORAGE EXTERNAL;"


class Migration(migrations.Migration):
    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_published_versions_are_immutable'),
        ('catalogue', '0003_what_an_item_allows'),
        ('catalogue', '0004_a_city_of_items'),
        ('catalogue', '0005_versions_on_their_way'),
        ('catalogue', '0006_search_entries_wait'),
        ('catalogue', '0007_reports_of_officials'),
        ('catalogue', '0008_lists_of_a_day'),
        ('catalogue', '0009_reality'),
        ('catalogue', '0010_contents_lie_open'),
        ('catalogue', '0011_search_by_texts'),
        ('catalogue', '0012_longer_local_codes'),
        ('catalogue', '0013_listed_by_index_alone'),
        ('catalogue', '0014_documents_in_their_index'),
        ('catalogue', '0015_data_elements'),
        ('catalogue', '0016_what_proves_a_material'),
    ]

    dependencies = [
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        CreateModels([
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('catalog_code', models.CharField(max_length=12, unique=True)),
                    ('name', models.CharField(max_length=300)),
                    ('name_en', models.CharField(blank=True, max_length=300)),
                    ('type', models.CharField(max_length=2)),
                    ('in_use', models.BooleanField(default=True)),
                    ('local_code', models.CharField(blank=True, max_length=50)),
                ],
                options={
                    'verbose_name': '基本目录事项',
                    'verbose_name_plural': '基本目录事项',
                    'ordering': ['catalog_code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('catalog_code__regex', '^\\d{12}$')), name='item_catalog_code_12_digits'), models.CheckConstraint(condition=models.Q(('type__in', ['01', '05', '07', '08', '09', '10', '20', '02', '03', '04', '06'])), name='item_type_known')],
                },
            ),
            migrations.CreateModel(
                name='Implementation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task_code', models.CharField(max_length=36, unique=True)),
                    ('local_code', models.CharField(blank=True, max_length=60)),
                    ('level', models.CharField(max_length=1)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implementations', to='parties.authority')),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.region')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='implementations', to='catalogue.item')),
                    ('current', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.version')),
                ],
                options={
                    'verbose_name': '实施清单',
                    'verbose_name_plural': '实施清单',
                    'ordering': ['task_code'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('local_code', ''), _negated=True), fields=('local_code',), name='implementation_local_code_once'), models.CheckConstraint(condition=models.Q(('level__in', ['1', '2', '3', '4', '5', '6', '7'])), name='implementation_level_known')],
                },
            ),
            migrations.CreateModel(
                name='Theme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('name_en', models.CharField(blank=True, max_length=100)),
                    ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                    ('icon', models.CharField(blank=True, max_length=50)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('kind', models.CharField(default='subject', max_length=10)),
                    ('note', models.CharField(blank=True, max_length=300)),
                    ('note_en', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'verbose_name': '主题',
                    'verbose_name_plural': '主题',
                    'ordering': ['order', 'key'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('audience__contained_by', ['person', 'company', 'institution', 'social_organisation', 'government', 'other'])), name='theme_audience_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['subject', 'life', 'business', 'section'])), name='theme_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(default='draft', max_length=12)),
                    ('effective_on', models.DateField()),
                    ('created_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('superseded_at', models.DateTimeField(blank=True, null=True)),
                    ('content_hash', models.CharField(blank=True, max_length=64)),
                    ('name', models.CharField(max_length=300)),
                    ('name_en', models.CharField(blank=True, max_length=300)),
                    ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                    ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                    ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None)),
                    ('type', models.CharField(max_length=2)),
                    ('instance', models.CharField(blank=True, max_length=10)),
                    ('joint', models.BooleanField(default=False)),
                    ('legal_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('legal_unit', models.CharField(default='working', max_length=10)),
                    ('promised_days', models.PositiveSmallIntegerField()),
                    ('promised_unit', models.CharField(default='working', max_length=10)),
                    ('conditions', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                    ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                    ('online_depth', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1), blank=True, default=list, size=None)),
                    ('visits', models.PositiveSmallIntegerField(default=0)),
                    ('result_name', models.CharField(blank=True, max_length=200)),
                    ('result_kind', models.CharField(blank=True, max_length=10)),
                    ('licence_type', models.CharField(blank=True, max_length=50)),
                    ('result_validity_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('office_hours', models.CharField(blank=True, max_length=200)),
                    ('address', models.CharField(blank=True, max_length=300)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('complaint_phone', models.CharField(blank=True, max_length=40)),
                    ('form', models.JSONField(default=dict)),
                    ('implementation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.implementation')),
                    ('commitment', models.JSONField(default=dict)),
                    ('pause_grounds', models.JSONField(default=list)),
                    ('situations', models.JSONField(default=list)),
                    ('variant', models.SlugField(blank=True, max_length=30)),
                    ('business_items', models.JSONField(default=list)),
                    ('cancelled_proofs', models.JSONField(default=list)),
                    ('changes', models.JSONField(default=list)),
                    ('condition_rules', models.JSONField(default=list)),
                    ('content', models.JSONField(default=dict)),
                    ('delegated_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1), blank=True, default=list, size=None)),
                    ('ex_officio', models.JSONField(default=dict)),
                    ('intermediaries', models.JSONField(default=list)),
                    ('listed_as', models.CharField(blank=True, max_length=100)),
                    ('pays_online', models.BooleanField(default=False)),
                    ('power_source', models.CharField(blank=True, max_length=1)),
                    ('quantity_limit', models.CharField(blank=True, max_length=300)),
                    ('result_sample', models.TextField(blank=True)),
                    ('self_service', models.BooleanField(default=False)),
                    ('service_area', models.CharField(blank=True, max_length=20)),
                    ('special_procedures', models.JSONField(default=list)),
                    ('standing', models.CharField(default='in_use', max_length=10)),
                    ('standing_reason', models.CharField(blank=True, max_length=500)),
                    ('visits_reason', models.CharField(blank=True, max_length=300)),
                    ('revision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.revision')),
                ],
                options={
                    'verbose_name': '实施清单版本',
                    'verbose_name_plural': '实施清单版本',
                    'ordering': ['implementation', 'number'],
                    'indexes': [models.Index(condition=models.Q(('superseded_at__isnull', False)), fields=['superseded_at'], name='version_superseded'), models.Index(condition=models.Q(('commitment', {}), _negated=True), fields=['id'], name='version_commitment'), models.Index(condition=models.Q(('intermediaries', []), _negated=True), fields=['id'], name='version_intermediaries'), models.Index(condition=models.Q(('cancelled_proofs', []), _negated=True), fields=['id'], name='version_cancelled_proofs'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['published_at'], include=('id', 'superseded_at', 'implementation', 'variant', 'standing', 'type', 'instance', 'visits', 'channels', 'online_depth', 'service_area', 'delegated_to', 'self_service'), name='version_listed')],
                    'constraints': [models.UniqueConstraint(fields=('implementation', 'number'), name='version_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_number_from_1'), models.CheckConstraint(condition=models.Q(('legal_unit__in', ['working', 'calendar']), ('promised_unit__in', ['working', 'calendar'])), name='version_units_known'), models.CheckConstraint(condition=models.Q(('audience__contained_by', ['person', 'company', 'institution', 'social_organisation', 'government', 'other'])), name='version_audience_known'), models.CheckConstraint(condition=models.Q(('channels__contained_by', ['window', 'web', 'mobile', 'express', 'other'])), name='version_channels_known'), models.CheckConstraint(condition=models.Q(('online_depth__contained_by', ['1', '2', '3', '4', '5', '6', '7', '8'])), name='version_online_depth_known'), models.CheckConstraint(condition=models.Q(models.Q(('instance', 'instant'), _negated=True), ('promised_days', 0), _connector='OR'), name='version_instant_means_no_days'), models.CheckConstraint(condition=models.Q(('superseded_at', None), ('superseded_at__gte', models.F('published_at')), _connector='OR'), name='version_superseded_after_published'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('implementation', 'variant'), name='version_one_published'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('implementation', 'variant'), name='version_one_draft'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'scheduled', 'published', 'superseded', 'withdrawn'])), name='version_state_known'), models.CheckConstraint(condition=models.Q(('type__in', ['01', '05', '07', '08', '09', '10', '20', '02', '03', '04', '06'])), name='version_type_known'), models.CheckConstraint(condition=models.Q(models.Q(('instance', ''), ('promised_days', 0), ('result_kind', ''), ('type__in', ['02', '03', '04', '06'])), models.Q(('instance__in', ['instant', 'promised']), ('result_kind__in', ['licence', 'document', 'none']), models.Q(('type__in', ['02', '03', '04', '06']), _negated=True)), _connector='OR'), name='version_shaped_by_its_type'), models.CheckConstraint(condition=models.Q(('standing__in', ['in_use', 'suspended', 'cancelled'])), name='version_standing_known'), models.CheckConstraint(condition=models.Q(('service_area__in', ['', 'national', 'cross_province', 'cross_city', 'cross_county'])), name='version_service_area_known'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('state__in', ['draft', 'scheduled', 'withdrawn'])), models.Q(('published_at__isnull', False), ('state__in', ['published', 'superseded'])), _connector='OR'), name='version_published_at_known')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField()),
                    ('name', models.CharField(max_length=100)),
                    ('days', models.PositiveSmallIntegerField()),
                    ('after', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), blank=True, default=list, size=None)),
                    ('lead', models.BooleanField(default=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='catalogue.version')),
                    ('only_when', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'verbose_name': '办理环节',
                    'verbose_name_plural': '办理环节',
                    'ordering': ['version', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='step_code_once'), models.UniqueConstraint(fields=('version', 'order'), name='step_order_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['review', 'joint'])), name='step_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.CharField(max_length=500)),
                    ('answer', models.TextField()),
                    ('order', models.PositiveSmallIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='catalogue.version')),
                ],
                options={
                    'verbose_name': '常见问题',
                    'verbose_name_plural': '常见问题',
                    'ordering': ['version', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='question_order_once')],
                },
            ),
            migrations.CreateModel(
                name='Material',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField()),
                    ('name', models.CharField(max_length=300)),
                    ('necessity', models.CharField(max_length=12)),
                    ('carrier', models.CharField(max_length=10)),
                    ('source', models.CharField(max_length=12)),
                    ('issuer', models.CharField(blank=True, max_length=200)),
                    ('form', models.CharField(max_length=12)),
                    ('copies', models.PositiveSmallIntegerField(default=1)),
                    ('accepts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), blank=True, default=list, size=None)),
                    ('max_mb', models.PositiveSmallIntegerField(default=10)),
                    ('note', models.TextField(blank=True)),
                    ('exempt_path', models.CharField(blank=True, max_length=12)),
                    ('exempt_code', models.CharField(blank=True, max_length=100)),
                    ('exempt_reason', models.TextField(blank=True)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='catalogue.version')),
                    ('defer_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('sample', models.TextField(blank=True)),
                    ('basis', models.CharField(blank=True, max_length=300)),
                    ('copy_kind', models.CharField(default='either', max_length=10)),
                    ('is_proof', models.BooleanField(default=False)),
                    ('standard', models.TextField(blank=True)),
                    ('assisted_by', models.CharField(blank=True, max_length=50)),
                ],
                options={
                    'verbose_name': '申请材料',
                    'verbose_name_plural': '申请材料',
                    'ordering': ['version', 'order'],
                    'indexes': [models.Index(condition=models.Q(('is_proof', True)), fields=['version'], name='material_proofs'), models.Index(condition=models.Q(('necessity', 'deferrable')), fields=['version'], name='material_deferrable')],
                    'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='material_code_once'), models.UniqueConstraint(fields=('version', 'order'), name='material_order_once'), models.CheckConstraint(condition=models.Q(('necessity__in', ['required', 'optional', 'deferrable', 'promise'])), name='material_necessity_known'), models.CheckConstraint(condition=models.Q(('carrier__in', ['file', 'licence', 'form'])), name='material_carrier_known'), models.CheckConstraint(condition=models.Q(('source__in', ['applicant', 'government', 'other'])), name='material_source_known'), models.CheckConstraint(condition=models.Q(('form__in', ['paper', 'electronic', 'either'])), name='material_form_known'), models.CheckConstraint(condition=models.Q(('accepts__contained_by', ['pdf', 'jpg', 'png'])), name='material_accepts_known'), models.CheckConstraint(condition=models.Q(('max_mb__range', (0, 200))), name='material_max_mb_in_range'), models.CheckConstraint(condition=models.Q(('copy_kind__in', ['original', 'copy', 'both', 'either'])), name='material_copy_kind_known'), models.CheckConstraint(condition=models.Q(('exempt_path__in', ['', 'cancelled', 'licence', 'shared_data', 'none'])), name='material_exempt_path_known')],
                },
            ),
            migrations.CreateModel(
                name='Fee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('standard', models.CharField(max_length=500)),
                    ('basis', models.CharField(max_length=500)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fees', to='catalogue.version')),
                    ('amount', models.PositiveBigIntegerField(blank=True, null=True)),
                    ('before_acceptance', models.CharField(blank=True, max_length=500)),
                    ('reductions', models.JSONField(default=list)),
                ],
                options={
                    'verbose_name': '收费项目',
                    'verbose_name_plural': '收费项目',
                    'ordering': ['version', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='fee_order_once')],
                },
            ),
            migrations.CreateModel(
                name='Basis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('law', models.CharField(max_length=300)),
                    ('article', models.CharField(blank=True, max_length=200)),
                    ('local_parameter', models.BooleanField(default=False)),
                    ('order', models.PositiveSmallIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bases', to='catalogue.version')),
                ],
                options={
                    'verbose_name': '设定依据',
                    'verbose_name_plural': '设定依据',
                    'ordering': ['version', 'order'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='basis_order_once')],
                },
            ),
            migrations.CreateModel(
                name='EmptySearch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('words', models.CharField(max_length=60, unique=True)),
                    ('times', models.PositiveIntegerField(default=1)),
                    ('first_at', models.DateTimeField()),
                    ('last_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': '零结果检索',
                    'verbose_name_plural': '零结果检索',
                    'ordering': ['-times', 'words'],
                },
            ),
            migrations.CreateModel(
                name='ExchangeRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('table', models.CharField(max_length=40)),
                    ('row_guid', models.UUIDField()),
                    ('operation', models.CharField(choices=[('I', '新增'), ('U', '修改'), ('D', '删除')], max_length=1)),
                    ('batch', models.CharField(max_length=32)),
                    ('payload', models.JSONField()),
                    ('queued_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.version')),
                ],
                options={
                    'verbose_name': '上报数据',
                    'verbose_name_plural': '上报数据',
                    'ordering': ['id'],
                    'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['id'], name='exchange_row_waiting'), models.Index(fields=['row_guid'], name='exchange_row_guid')],
                },
            ),
            migrations.CreateModel(
                name='Figure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField()),
                    ('applied', models.PositiveIntegerField(default=0)),
                    ('answered', models.PositiveIntegerField(default=0)),
                    ('days', models.JSONField(default=dict)),
                    ('materials', models.PositiveIntegerField(default=0)),
                    ('visits', models.PositiveIntegerField(default=0)),
                    ('implementation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='catalogue.implementation')),
                ],
                options={
                    'verbose_name': '办理数据',
                    'verbose_name_plural': '办理数据',
                    'constraints': [models.UniqueConstraint(fields=('implementation', 'day'), name='figure_once_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=10)),
                    ('severity', models.CharField(max_length=10)),
                    ('field', models.CharField(max_length=100)),
                    ('message', models.CharField(max_length=500)),
                    ('words', models.JSONField(default=dict)),
                    ('found_at', models.DateTimeField()),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('reasoned_by', models.CharField(blank=True, max_length=100)),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='catalogue.version')),
                ],
                options={
                    'verbose_name': '质检结果',
                    'verbose_name_plural': '质检结果',
                    'ordering': ['version', 'rule', 'field'],
                    'constraints': [models.UniqueConstraint(fields=('version', 'rule', 'field', 'message'), name='finding_once')],
                },
            ),
            migrations.CreateModel(
                name='GuideReport',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='guide_report', serialize=False, to='matters.matter')),
                    ('about', models.CharField(choices=[('conditions', '受理条件'), ('materials', '申请材料'), ('limits', '办理时限'), ('fees', '收费'), ('place', '地点、时间或电话'), ('other', '其他')], max_length=10)),
                    ('text', models.TextField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by_name', models.CharField(blank=True, max_length=100)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('implementation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guide_reports', to='catalogue.implementation')),
                    ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.version')),
                    ('official', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'verbose_name': '指南纠错',
                    'verbose_name_plural': '指南纠错',
                },
            ),
            migrations.CreateModel(
                name='QualityRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=10)),
                    ('severity', models.CharField(choices=[('error', '错误'), ('warning', '警告'), ('off', '不检查')], max_length=10)),
                    ('title', models.CharField(max_length=200)),
                    ('basis', models.CharField(default='local parameter', max_length=200)),
                    ('settings', models.JSONField(blank=True, default=dict)),
                    ('effective_from', models.DateField()),
                    ('effective_to', models.DateField(blank=True, null=True)),
                    ('shipped', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': '质检规则',
                    'verbose_name_plural': '质检规则',
                    'ordering': ['code', '-effective_from'],
                    'constraints': [models.UniqueConstraint(fields=('code', 'effective_from', 'shipped'), name='quality_rule_once_a_day'), models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='quality_rule_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='Rejection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=50)),
                    ('remark', models.TextField(blank=True)),
                    ('refused_at', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_by', models.CharField(blank=True, max_length=100)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rejections', to='catalogue.exchangerow')),
                ],
                options={
                    'verbose_name': '上报退回',
                    'verbose_name_plural': '上报退回',
                    'ordering': ['-id'],
                    'constraints': [models.UniqueConstraint(fields=('row', 'kind', 'refused_at'), name='rejection_once')],
                },
            ),
            migrations.CreateModel(
                name='Revision',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='revision', serialize=False, to='matters.matter')),
                    ('source', models.CharField(choices=[('pages', '在线编制'), ('file', '文件导入'), ('system', '系统装载')], default='pages', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=500)),
                    ('effective_on', models.DateField(blank=True, null=True)),
                    ('returned_for', models.CharField(blank=True, max_length=500)),
                    ('author', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('publisher', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('reviewer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'verbose_name': '变更单',
                    'verbose_name_plural': '变更单',
                },
            ),
            migrations.CreateModel(
                name='Synonym',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('word', models.CharField(max_length=60, unique=True)),
                    ('means', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                    ('added_by', models.CharField(blank=True, max_length=100)),
                    ('added_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '同义词',
                    'verbose_name_plural': '同义词',
                    'ordering': ['word'],
                },
            ),
            migrations.CreateModel(
                name='Reality',
                fields=[
                    ('implementation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reality', serialize=False, to='catalogue.implementation')),
                    ('until', models.DateField()),
                    ('applied', models.PositiveIntegerField()),
                    ('answered', models.PositiveIntegerField()),
                    ('days', models.JSONField(default=dict)),
                    ('median_days', models.PositiveIntegerField(blank=True, null=True)),
                    ('p90_days', models.PositiveIntegerField(blank=True, null=True)),
                    ('materials', models.PositiveIntegerField()),
                    ('visits', models.PositiveIntegerField()),
                ],
                options={
                    'verbose_name': '办理实况',
                    'verbose_name_plural': '办理实况',
                    'indexes': [models.Index(fields=['-applied', 'implementation'], name='reality_most_applied')],
                },
            ),
            migrations.CreateModel(
                name='SearchText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('name_key', models.TextField()),
                    ('alias_keys', models.TextField()),
                    ('initials', models.TextField()),
                    ('pinyin', models.TextField()),
                    ('tokens', django.contrib.postgres.search.SearchVectorField()),
                    ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                    ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None)),
                    ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), size=None)),
                    ('instance', models.CharField(max_length=10)),
                    ('online_depth', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1), default=list, size=None)),
                ],
                options={
                    'verbose_name': '检索文本',
                    'verbose_name_plural': '检索文本',
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['tokens'], name='search_tokens'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['grams'], name='search_grams'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['themes'], name='search_themes')],
                },
            ),
            migrations.CreateModel(
                name='SearchDocument',
                fields=[
                    ('implementation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_document', serialize=False, to='catalogue.implementation')),
                    ('region_code', models.CharField(max_length=12)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.item')),
                    ('text', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='catalogue.searchtext')),
                ],
                options={
                    'verbose_name': '检索文档',
                    'verbose_name_plural': '检索文档',
                    'indexes': [models.Index(fields=['region_code'], name='search_region'), models.Index(fields=['text'], include=('implementation', 'item', 'authority', 'region_code', 'level'), name='search_documents')],
                },
            ),
            migrations.CreateModel(
                name='FormDraft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('file', models.CharField(max_length=200)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('groups', models.JSONField(default=list)),
                    ('report', models.JSONField(default=dict)),
                    ('taken_in_at', models.DateTimeField()),
                    ('taken_in_by', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'verbose_name': '表单草稿',
                    'verbose_name_plural': '表单草稿',
                    'ordering': ['file'],
                },
            ),
            migrations.CreateModel(
                name='DataElement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=72, unique=True)),
                    ('title', models.CharField(max_length=100)),
                    ('title_en', models.CharField(blank=True, max_length=100)),
                    ('type', models.CharField(choices=[('text', 'text'), ('longtext', 'longtext'), ('integer', 'integer'), ('number', 'number'), ('date', 'date'), ('choice', 'choice'), ('choices', 'choices'), ('boolean', 'boolean'), ('phone', 'phone'), ('id_number', 'id_number'), ('uscc', 'uscc')], max_length=20)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('choices', models.JSONField(blank=True, default=list)),
                    ('minimum', models.FloatField(blank=True, null=True)),
                    ('maximum', models.FloatField(blank=True, null=True)),
                    ('pattern', models.CharField(blank=True, max_length=200)),
                    ('unit', models.CharField(blank=True, max_length=20)),
                    ('help', models.CharField(blank=True, max_length=500)),
                    ('help_en', models.CharField(blank=True, max_length=500)),
                    ('aliases', models.JSONField(blank=True, default=list)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('changed_by', models.CharField(blank=True, max_length=100)),
                ],
                options={
                    'verbose_name': '数据项',
                    'verbose_name_plural': '数据项',
                    'ordering': ['key'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='element_level_is_one_of_four'), models.CheckConstraint(condition=models.Q(('minimum', None), ('maximum', None), ('minimum__lte', models.F('maximum')), _connector='OR'), name='element_bounds_in_order')],
                },
            ),
        ]),
        migrations.RunSQL(NUMBERS),
        migrations.RunSQL(VERSION),
        migrations.RunSQL(CHECK),
        migrations.RunSQL(STORAGE),
        migrations.RunSQL("".join(TRIGGERS.format(row=row) for row in ROWS)),
    ]
