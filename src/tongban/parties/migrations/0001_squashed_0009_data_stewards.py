"""Who there is, until people could sign in by more than a password: persons, organisations, authorities, officials."""

import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

GUARD = """
CREATE FUNCTION parties_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER parties_partyevent_append_only BEFORE UPDATE OR DELETE ON parties_partyevent
    FOR EACH ROW EXECUTE FUNCTION parties_refuse_change();
"""


class Migration(migrations.Migration):
    replaces = [
        ('parties', '0001_initial'),
        ('parties', '0002_party_events_are_append_only'),
        ('parties', '0003_city'),
        ('parties', '0004_heads'),
        ('parties', '0005_deputies_and_authorisations'),
        ('parties', '0006_document_mark'),
        ('parties', '0007_item_reviewers'),
        ('parties', '0008_mandates_of_both_sides'),
        ('parties', '0009_data_stewards'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Authority',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uscc', models.CharField(max_length=18, unique=True)),
                    ('key', models.SlugField(unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('short_name', models.CharField(max_length=50)),
                    ('name_en', models.CharField(blank=True, max_length=200)),
                    ('line', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^\\d{2}\\Z')])),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('complaint_phone', models.CharField(blank=True, max_length=40)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='parties.region')),
                    ('document_mark', models.CharField(blank=True, max_length=12)),
                ],
                options={
                    'verbose_name': '实施主体',
                    'verbose_name_plural': '实施主体',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': '这个用户名已被使用，请换一个。'}, max_length=50, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='用户名')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_staff', models.BooleanField(default=False)),
                    ('date_joined', models.DateTimeField(auto_now_add=True)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='parties.person')),
                    ('large_print', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': '账号',
                    'verbose_name_plural': '账号',
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='account_username_once_in_any_case'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='account_email_once_in_any_case')],
                },
            ),
            migrations.CreateModel(
                name='ClientSystem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('is_active', models.BooleanField(default=True)),
                    ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='client_systems', to='parties.authority')),
                ],
                options={
                    'verbose_name': '接入系统',
                    'verbose_name_plural': '接入系统',
                },
            ),
            migrations.CreateModel(
                name='Official',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100)),
                    ('active_from', models.DateField()),
                    ('active_to', models.DateField(blank=True, null=True)),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='official', to=settings.AUTH_USER_MODEL)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='officials', to='parties.authority')),
                ],
                options={
                    'verbose_name': '工作人员',
                    'verbose_name_plural': '工作人员',
                },
            ),
            migrations.CreateModel(
                name='PartyEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('subject', models.CharField(max_length=100)),
                    ('actor_name', models.CharField(max_length=100)),
                    ('at', models.DateTimeField()),
                    ('facts', models.JSONField(default=dict)),
                ],
                options={
                    'verbose_name': '主体变更记录',
                    'verbose_name_plural': '主体变更记录',
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['subject', 'id'], name='party_event_by_subject')],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('id_number', models.CharField(max_length=18, unique=True)),
                    ('id_kind', models.CharField(default='111', max_length=3)),
                    ('name', models.CharField(max_length=100)),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('assurance', models.PositiveSmallIntegerField(default=1)),
                    ('invented', models.BooleanField(default=False)),
                ],
                options={
                    'verbose_name': '自然人',
                    'verbose_name_plural': '自然人',
                    'constraints': [models.CheckConstraint(condition=models.Q(('assurance__in', (1, 2))), name='person_assurance_known')],
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uscc', models.CharField(max_length=18, unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('kind', models.CharField(max_length=40)),
                    ('legal_representative', models.CharField(max_length=100)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('phone', models.CharField(blank=True, max_length=20)),
                    ('registered_on', models.DateField(blank=True, null=True)),
                    ('status', models.CharField(default='存续', max_length=20)),
                    ('invented', models.BooleanField(default=False)),
                    ('legal_representative_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represents', to='parties.person')),
                ],
                options={
                    'verbose_name': '法人和其他组织',
                    'verbose_name_plural': '法人和其他组织',
                },
            ),
            migrations.CreateModel(
                name='Region',
                fields=[
                    ('code', models.CharField(max_length=12, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^\\d{12}\\Z')])),
                    ('name', models.CharField(max_length=100)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='parties.region')),
                ],
                options={
                    'verbose_name': '区划',
                    'verbose_name_plural': '区划',
                    'ordering': ['code'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__range', (1, 6))), name='region_level_known'), models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{12}$')), name='region_code_12_digits')],
                },
            ),
            migrations.CreateModel(
                name='Hall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(unique=True)),
                    ('name', models.CharField(max_length=200)),
                    ('name_en', models.CharField(blank=True, max_length=200)),
                    ('address', models.CharField(max_length=200)),
                    ('hours', models.CharField(max_length=200)),
                    ('phone', models.CharField(blank=True, max_length=40)),
                    ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='halls', to='parties.region')),
                ],
                options={
                    'verbose_name': '政务大厅',
                    'verbose_name_plural': '政务大厅',
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='Window',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=10)),
                    ('name', models.CharField(max_length=100)),
                    ('authorities', models.ManyToManyField(related_name='windows', to='parties.authority')),
                    ('hall', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='windows', to='parties.hall')),
                ],
                options={
                    'verbose_name': '窗口',
                    'verbose_name_plural': '窗口',
                    'ordering': ['hall', 'number'],
                    'constraints': [models.UniqueConstraint(fields=('hall', 'number'), name='window_number_once_a_hall')],
                },
            ),
            migrations.CreateModel(
                name='Duty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('clerk', '收件受理'), ('reviewer', '审查'), ('decider', '决定'), ('issuer', '制证发证'), ('head', '机关负责人'), ('government_head', '人民政府负责人'), ('supervisor', '效能监察'), ('editor', '事项编制'), ('item_reviewer', '事项审核'), ('publisher', '事项发布'), ('administrator', '系统管理'), ('data_steward', '数据管理'), ('helper', '帮办代办')], max_length=20)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='parties.authority')),
                    ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='parties.official')),
                    ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='parties.window')),
                ],
                options={
                    'verbose_name': '岗位职责',
                    'verbose_name_plural': '岗位职责',
                    'indexes': [models.Index(fields=['authority', 'kind'], name='duty_by_authority')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('official', 'kind', 'authority', 'window'), name='duty_held_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('kind__in', ['clerk', 'reviewer', 'decider', 'issuer', 'head', 'government_head', 'supervisor', 'editor', 'item_reviewer', 'publisher', 'administrator', 'data_steward', 'helper'])), name='duty_kind_known')],
                },
            ),
            migrations.CreateModel(
                name='AccessToken',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('name', models.CharField(max_length=100)),
                    ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('last_used_on', models.DateField(blank=True, null=True)),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to=settings.AUTH_USER_MODEL)),
                    ('client_system', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_tokens', to='parties.clientsystem')),
                ],
                options={
                    'verbose_name': '访问令牌',
                    'verbose_name_plural': '访问令牌',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('client_system__isnull', True)), models.Q(('account__isnull', True), ('client_system__isnull', False)), _connector='OR'), name='token_has_one_owner')],
                },
            ),
            migrations.CreateModel(
                name='Mandate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('scope', models.JSONField(default=str)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('given_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='parties.organisation')),
                    ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='parties.person')),
                    ('principal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates_given', to='parties.person')),
                    ('under', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passed_on', to='parties.mandate')),
                    ('agent_accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_by', models.CharField(blank=True, choices=[('principal', '委托人'), ('agent', '代办人'), ('window', '窗口'), ('system', '系统')], max_length=10)),
                    ('helper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='parties.official')),
                    ('kind', models.CharField(choices=[('agent', '单位经办人'), ('relative', '亲友代办'), ('helper', '帮办代办')], max_length=10)),
                    ('paper_name', models.CharField(blank=True, max_length=200)),
                    ('paper_sha256', models.CharField(blank=True, max_length=64)),
                    ('principal_accepted_at', models.DateTimeField(blank=True, null=True)),
                    ('proposed_by', models.CharField(choices=[('principal', '委托人'), ('agent', '代办人'), ('window', '窗口'), ('system', '系统')], default='principal', max_length=10)),
                    ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('reminded_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': '授权',
                    'verbose_name_plural': '授权',
                    'indexes': [models.Index(condition=models.Q(('revoked_at__isnull', True)), fields=['agent'], name='mandate_unrevoked'), models.Index(condition=models.Q(('reminded_on__isnull', True), ('revoked_at__isnull', True)), fields=['ends_on'], name='mandate_ending')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('principal__isnull', True)), models.Q(('organisation__isnull', True), ('principal__isnull', False)), _connector='OR'), name='mandate_has_one_principal'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='mandate_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('principal__isnull', True), ('agent__isnull', True), models.Q(('principal', models.F('agent')), _negated=True), _connector='OR'), name='mandate_agent_is_another'), models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', False), ('helper__isnull', True), ('kind', 'agent'), ('organisation__isnull', False)), models.Q(('agent__isnull', False), ('helper__isnull', True), ('kind', 'relative'), ('principal__isnull', False)), models.Q(('agent__isnull', True), ('helper__isnull', False), ('kind', 'helper')), _connector='OR'), name='mandate_kind_fits_its_sides'), models.CheckConstraint(condition=models.Q(models.Q(('paper_sha256', ''), ('recorded_by__isnull', True)), models.Q(('recorded_by__isnull', False), models.Q(('paper_sha256', ''), _negated=True)), _connector='OR'), name='mandate_on_paper_has_its_scan')],
                },
            ),
            migrations.CreateModel(
                name='City',
                fields=[
                    ('region', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to='parties.region')),
                    ('name', models.CharField(max_length=100)),
                    ('name_en', models.CharField(blank=True, max_length=100)),
                    ('site_title', models.CharField(max_length=100)),
                    ('site_title_en', models.CharField(blank=True, max_length=100)),
                    ('site_note', models.CharField(blank=True, max_length=300)),
                    ('site_note_en', models.CharField(blank=True, max_length=300)),
                    ('languages', models.JSONField(default=list)),
                    ('default_language', models.CharField(default='zh-hans', max_length=10)),
                    ('catalog_prefix', models.CharField(blank=True, max_length=2)),
                    ('numbering', models.JSONField(default=dict)),
                    ('only', models.BooleanField(default=True, editable=False, unique=True)),
                    ('default_hall', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.hall')),
                    ('operator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ],
                options={
                    'verbose_name': '城市',
                    'verbose_name_plural': '城市',
                    'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='city_is_only_one')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField()),
                    ('reason', models.CharField(choices=[('leave', '休假'), ('travel', '出差'), ('training', '培训'), ('other', '其他')], max_length=10)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputising', to='parties.official')),
                    ('official', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='parties.official')),
                ],
                options={
                    'verbose_name': '离岗代理',
                    'verbose_name_plural': '离岗代理',
                    'constraints': [models.CheckConstraint(condition=models.Q(('deputy', models.F('official')), _negated=True), name='absence_deputy_is_another'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_it_starts')],
                },
            ),
            migrations.CreateModel(
                name='Authorisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('window', '窗口授权'), ('centralised', '集中行使')], max_length=12)),
                    ('task_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=36), size=None)),
                    ('document_number', models.CharField(max_length=80)),
                    ('starts_on', models.DateField()),
                    ('ends_on', models.DateField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('from_authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations_given', to='parties.authority')),
                    ('to_authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorisations_held', to='parties.authority')),
                    ('window', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.window')),
                ],
                options={
                    'verbose_name': '授权书',
                    'verbose_name_plural': '授权书',
                    'constraints': [models.UniqueConstraint(fields=('document_number', 'kind', 'from_authority', 'to_authority', 'window'), name='authorisation_once_a_document', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('to_authority', models.F('from_authority')), _negated=True), name='authorisation_is_to_another'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='authorisation_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('kind', 'window'), models.Q(('kind', 'centralised'), ('window__isnull', True)), _connector='OR'), name='authorisation_kind_known'), models.CheckConstraint(condition=models.Q(('task_codes__len__gt', 0)), name='authorisation_names_items')],
                },
            ),
            migrations.CreateModel(
                name='HandedOver',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100)),
                    ('taken_at', models.DateTimeField()),
                    ('given_back_at', models.DateTimeField(blank=True, null=True)),
                    ('mandate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='parties.mandate')),
                ],
                options={
                    'verbose_name': '原件交接',
                    'verbose_name_plural': '原件交接',
                    'constraints': [models.CheckConstraint(condition=models.Q(('given_back_at__isnull', True), ('given_back_at__gte', models.F('taken_at')), _connector='OR'), name='handed_over_comes_back_later')],
                },
            ),
        ]),
        migrations.RunSQL(GUARD),
    ]
