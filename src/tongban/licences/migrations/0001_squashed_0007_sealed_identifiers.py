"""Licence types, licences and copies, which the database itself keeps as they were issued."""

import django.db.models.deletion
import tongban.kernel.sealing.fields
from django.conf import settings
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

NUMBERS = "CREATE SEQUENCE licences_serial;"

# A licence may be given its file and its holder once, and a sealed value may come under another key. Uses stay as they
# were written; of a copy only that it is revoked may be added, once.
GUARD = """
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
    FOR EACH ROW WHEN (
        to_jsonb(OLD.*) - '{state,file_sha256,holder_person_id,holder_organisation_id,holder_code,face}'::text[]
            IS DISTINCT FROM
            to_jsonb(NEW.*) - '{state,file_sha256,holder_person_id,holder_organisation_id,holder_code,face}'::text[]
        OR NOT kernel_only_resealed(OLD.holder_code, NEW.holder_code)
        OR NOT kernel_only_resealed(OLD.face::text, NEW.face::text)
        OR OLD.file_sha256 IS NOT NULL AND NEW.file_sha256 IS DISTINCT FROM OLD.file_sha256
        OR OLD.holder_person_id IS NOT NULL AND NEW.holder_person_id IS DISTINCT FROM OLD.holder_person_id
        OR OLD.holder_organisation_id IS NOT NULL
            AND NEW.holder_organisation_id IS DISTINCT FROM OLD.holder_organisation_id
    )
    EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_not_deleted BEFORE DELETE ON licences_licence
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_no_truncate BEFORE TRUNCATE ON licences_licence
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_use_append_only BEFORE UPDATE OR DELETE ON licences_use
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER licence_use_no_truncate BEFORE TRUNCATE ON licences_use
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER copy_is_fixed BEFORE UPDATE ON licences_copy
    FOR EACH ROW WHEN (
        to_jsonb(OLD.*) - 'revoked_at' - 'revoked_why' IS DISTINCT FROM to_jsonb(NEW.*) - 'revoked_at' - 'revoked_why'
        OR OLD.revoked_at IS NOT NULL
    )
    EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER copy_not_deleted BEFORE DELETE ON licences_copy
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER copy_no_truncate BEFORE TRUNCATE ON licences_copy
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER detached_signature_append_only BEFORE UPDATE OR DELETE ON licences_detached_signature
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
CREATE TRIGGER detached_signature_no_truncate BEFORE TRUNCATE ON licences_detached_signature
    FOR EACH STATEMENT EXECUTE FUNCTION licences_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ('licences', '0001_initial'),
        ('licences', '0002_what_was_issued_stays'),
        ('licences', '0003_licences_issued_anew'),
        ('licences', '0004_whole_register'),
        ('licences', '0005_what_may_still_come'),
        ('licences', '0006_copies'),
        ('licences', '0007_sealed_identifiers'),
    ]

    dependencies = [
        ('kernel', '0009_last_runs'),
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='LicenceType',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True)),
                    ('type_code', models.CharField(max_length=21, unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('name_en', models.CharField(blank=True, max_length=200)),
                    ('validity_months', models.PositiveSmallIntegerField(default=0)),
                    ('fields', models.JSONField(default=list)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('catalog_codes', models.JSONField(blank=True, default=list)),
                    ('defined_by', models.CharField(blank=True, max_length=200)),
                    ('exchange_code', models.CharField(blank=True, max_length=50)),
                    ('holder_kinds', models.JSONField(blank=True, default=list)),
                    ('one_per_holder', models.BooleanField(default=False)),
                    ('remind_days', models.JSONField(blank=True, default=list)),
                    ('template', models.CharField(default='permit', max_length=20)),
                ],
                options={
                    'verbose_name': '证照类型',
                    'verbose_name_plural': '证照类型',
                    'db_table': 'licences_licence_type',
                    'ordering': ['type_code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('type_code__regex', '^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$')), name='licence_type_code_form')],
                },
            ),
            migrations.CreateModel(
                name='Licence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identifier', models.CharField(max_length=120, unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('name_en', models.CharField(blank=True, max_length=200)),
                    ('number', models.CharField(max_length=100)),
                    ('serial', models.CharField(max_length=32)),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('holder_kind', models.CharField(choices=[('person', '自然人'), ('organisation', '法人和其他组织')], max_length=12)),
                    ('holder_name', models.CharField(max_length=200)),
                    ('holder_code', tongban.kernel.sealing.fields.SealedCharField(max_length=18, public_codes=True)),
                    ('authority_name', models.CharField(max_length=200)),
                    ('issued_on', models.DateField()),
                    ('valid_from', models.DateField()),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('face', tongban.kernel.sealing.fields.SealedJSONField(default=list)),
                    ('file_sha256', models.CharField(blank=True, max_length=64, null=True, unique=True)),
                    ('trust_level', models.CharField(default='A', max_length=1)),
                    ('state', models.CharField(default='valid', max_length=12)),
                    ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('holder_organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ('holder_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                    ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='matters.matter')),
                    ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='licences.licencetype')),
                    ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='licences.licence')),
                    ('holder_type', models.CharField(blank=True, max_length=3)),
                    ('one_per_holder', models.BooleanField(default=False)),
                    ('scan_sha256', models.CharField(blank=True, max_length=64)),
                    ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='licences', to='licences.stockimport')),
                ],
                options={
                    'verbose_name': '证照',
                    'verbose_name_plural': '证照',
                    'db_table': 'licences_licence',
                    'indexes': [models.Index(condition=models.Q(('holder_person__isnull', False)), fields=['holder_person', '-issued_on'], name='licence_of_person'), models.Index(condition=models.Q(('holder_organisation__isnull', False)), fields=['holder_organisation', '-issued_on'], name='licence_of_organisation'), models.Index(fields=['authority', '-issued_on'], name='licence_of_authority'), models.Index(fields=['holder_code', 'type'], name='licence_of_code'), models.Index(fields=['number'], name='licence_of_number'), models.Index(condition=models.Q(('state__in', ('valid', 'suspended')), ('valid_until__isnull', False)), fields=['valid_until'], name='licence_still_to_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('version__range', (1, 999))), name='licence_version_range'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='licence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('trust_level__in', ('A', 'B', 'C', 'D'))), name='licence_trust_level_known'), models.CheckConstraint(condition=models.Q(models.Q(('holder_kind', 'person'), ('holder_organisation', None)), models.Q(('holder_kind', 'organisation'), ('holder_person', None)), _connector='OR'), name='licence_one_holder'), models.UniqueConstraint(fields=('number', 'version', 'type', 'authority'), name='licence_number_once_a_version'), models.UniqueConstraint(condition=models.Q(('one_per_holder', True), ('state__in', ('valid', 'suspended'))), fields=('type', 'holder_code'), name='licence_one_per_holder')],
                },
            ),
            migrations.CreateModel(
                name='LicenceStanding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(max_length=12)),
                    ('from_at', models.DateTimeField()),
                    ('reason', models.TextField(blank=True)),
                    ('basis', models.CharField(blank=True, max_length=300)),
                    ('actor_name', models.CharField(max_length=100)),
                    ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='licences.licence')),
                    ('refers_to', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='licences.licence')),
                    ('verb', models.CharField(blank=True, max_length=20)),
                ],
                options={
                    'verbose_name': '证照状态',
                    'verbose_name_plural': '证照状态',
                    'db_table': 'licences_standing',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('valid', 'suspended', 'expired', 'revoked', 'forfeited', 'withdrawn', 'cancelled', 'transferred', 'superseded'))), name='licence_standing_known')],
                },
            ),
            migrations.CreateModel(
                name='LicenceReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('days', models.PositiveSmallIntegerField()),
                    ('sent_at', models.DateTimeField()),
                    ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='licences.licence')),
                ],
                options={
                    'verbose_name': '到期提醒',
                    'verbose_name_plural': '到期提醒',
                    'db_table': 'licences_reminder',
                    'constraints': [models.UniqueConstraint(fields=('licence', 'days'), name='licence_reminded_once')],
                },
            ),
            migrations.CreateModel(
                name='StockImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64)),
                    ('trust_level', models.CharField(max_length=1)),
                    ('actor_name', models.CharField(max_length=100)),
                    ('imported_at', models.DateTimeField()),
                    ('created', models.PositiveIntegerField()),
                    ('unchanged', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'verbose_name': '存量导入',
                    'verbose_name_plural': '存量导入',
                    'db_table': 'licences_stock_import',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='DetachedSignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_sha256', models.CharField(max_length=64, unique=True)),
                    ('key_name', models.CharField(max_length=64)),
                    ('value', models.CharField(max_length=128)),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '国密签名',
                    'verbose_name_plural': '国密签名',
                    'db_table': 'licences_detached_signature',
                },
            ),
            migrations.CreateModel(
                name='Authorisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('signed_in', '本人登录出具'), ('code', '一次性授权码'), ('screen', '亮码授权'), ('request', '同意申请')], max_length=12)),
                    ('purpose', models.CharField(blank=True, max_length=200)),
                    ('user_name', models.CharField(blank=True, max_length=200)),
                    ('user_code', models.CharField(blank=True, max_length=18)),
                    ('fields', models.JSONField(blank=True, null=True)),
                    ('copy_expires_on', models.DateField(blank=True, null=True)),
                    ('secret_hash', models.CharField(blank=True, max_length=64)),
                    ('given_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations', to='licences.licence')),
                ],
                options={
                    'verbose_name': '持证人授权',
                    'verbose_name_plural': '持证人授权',
                    'db_table': 'licences_authorisation',
                    'indexes': [models.Index(fields=['licence', '-given_at'], name='authorisation_of_licence')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('way__in', ('signed_in', 'code', 'screen', 'request'))), name='authorisation_way_known'), models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('given_at'))), name='authorisation_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('way', 'screen')), fields=('secret_hash',), name='authorisation_picture_once')],
                },
            ),
            migrations.CreateModel(
                name='Copy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=24, unique=True)),
                    ('purpose', models.CharField(max_length=200)),
                    ('user_name', models.CharField(max_length=200)),
                    ('user_code', models.CharField(blank=True, max_length=18)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('basis', models.CharField(blank=True, max_length=300)),
                    ('fields', models.JSONField(default=list)),
                    ('maker_name', models.CharField(max_length=100)),
                    ('made_at', models.DateTimeField()),
                    ('expires_on', models.DateField()),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_why', models.CharField(blank=True, max_length=200)),
                    ('file_sha256', models.CharField(max_length=64, unique=True)),
                    ('authorisation', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='licences.authorisation')),
                    ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('client_system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.clientsystem')),
                    ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='licences.licence')),
                ],
                options={
                    'verbose_name': '证照副本',
                    'verbose_name_plural': '证照副本',
                    'db_table': 'licences_copy',
                    'indexes': [models.Index(fields=['licence', '-made_at'], name='copy_of_licence'), models.Index(condition=models.Q(('revoked_at', None), models.Q(('case_number', ''), _negated=True)), fields=['case_number'], name='copy_of_case')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('basis', ''), _negated=True), ('authorisation', None)), models.Q(('authorisation__isnull', False), ('basis', '')), _connector='OR'), name='copy_has_one_ground'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='copy_has_a_purpose'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_why', '')), models.Q(('revoked_why', ''), _negated=True), _connector='OR'), name='copy_revoked_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='CopyRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user_name', models.CharField(max_length=200)),
                    ('user_code', models.CharField(blank=True, max_length=18)),
                    ('purpose', models.CharField(max_length=200)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('fields', models.JSONField(blank=True, null=True)),
                    ('copy_expires_on', models.DateField()),
                    ('asked_by', models.CharField(max_length=100)),
                    ('asked_at', models.DateTimeField()),
                    ('ends_at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('approved', models.BooleanField(blank=True, null=True)),
                    ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('client_system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.clientsystem')),
                    ('copy', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='request', to='licences.copy')),
                    ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copy_requests', to='licences.licence')),
                ],
                options={
                    'verbose_name': '副本申请',
                    'verbose_name_plural': '副本申请',
                    'db_table': 'licences_copy_request',
                    'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['licence', '-asked_at'], name='copy_request_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('approved', None)), models.Q(('answered_at__isnull', False), ('approved__isnull', False)), _connector='OR'), name='copy_request_answered_whole'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='copy_request_has_a_purpose')],
                },
            ),
            migrations.CreateModel(
                name='LicenceUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('view', '查看证照'), ('download', '下载证照'), ('copy_made', '出具副本'), ('copy_viewed', '查看副本'), ('copy_downloaded', '下载副本'), ('verified', '核验')], max_length=16)),
                    ('door', models.CharField(choices=[('web', '网页'), ('api', '接口'), ('file', '文件'), ('window', '窗口'), ('system', '系统')], max_length=8)),
                    ('actor_name', models.CharField(blank=True, max_length=200)),
                    ('purpose', models.CharField(blank=True, max_length=200)),
                    ('case_number', models.CharField(blank=True, max_length=50)),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('client_system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.clientsystem')),
                    ('copy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='licences.copy')),
                    ('licence', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='licences.licence')),
                ],
                options={
                    'verbose_name': '证照使用记录',
                    'verbose_name_plural': '证照使用记录',
                    'db_table': 'licences_use',
                    'indexes': [models.Index(fields=['licence', '-at'], name='use_of_licence')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('view', 'download', 'copy_made', 'copy_viewed', 'copy_downloaded', 'verified'))), name='licence_use_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'verified'), _negated=True), models.Q(('account', None), ('actor_name', ''), ('client_system', None)), _connector='OR'), name='verification_is_anonymous')],
                },
            ),
        ]),
        migrations.RunSQL(NUMBERS),
        migrations.RunSQL(GUARD),
    ]
