"""Cases with all that hangs on them, and their documents, which the database itself numbers and keeps."""

import django.db.models.deletion
import django.db.models.expressions
import tongban.kernel.sealing.fields
from django.conf import settings
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

NUMBERS = "CREATE SEQUENCE cases_number;"

# Documents are numbered by the database as they are written.
DOCUMENTS = """
CREATE FUNCTION cases_number_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_year integer := extract(year FROM NEW.made_at AT TIME ZONE 'Asia/Shanghai');
    place text;
    next_one integer;
BEGIN
    SELECT id INTO NEW.template_id FROM cases_document_template
        WHERE kind = NEW.kind AND effective_from <= (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date
        ORDER BY effective_from DESC, version DESC LIMIT 1;
    IF NEW.template_id IS NULL THEN
        RAISE EXCEPTION 'no template of % is in effect', NEW.kind USING ERRCODE = 'foreign_key_violation';
    END IF;
    SELECT (count(*) + 1)::text INTO place FROM cases_document WHERE matter_id = NEW.matter_id AND kind = NEW.kind;
    NEW.key := NEW.key || lpad(place, greatest(2, length(place)), '0');
    INSERT INTO cases_document_series AS s (prefix, year, last) VALUES (NEW.number, of_year, 1)
        ON CONFLICT (prefix, year) DO UPDATE SET last = s.last + 1 RETURNING last INTO next_one;
    NEW.number := NEW.number || '〔' || of_year || '〕' || next_one || '号';
    RETURN NEW;
END $$;
CREATE TRIGGER document_is_numbered BEFORE INSERT ON cases_document
    FOR EACH ROW EXECUTE FUNCTION cases_number_document();
"""

# What was made stays; what is sealed in a document's data may come under another key.
GUARD = """
CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was made stays: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER document_stays BEFORE UPDATE ON cases_document FOR EACH ROW
    WHEN (
        OLD.sha256 <> '' AND (NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.data IS NOT DISTINCT FROM OLD.data)
        OR to_jsonb(OLD.*) - '{sha256,data}'::text[] IS DISTINCT FROM to_jsonb(NEW.*) - '{sha256,data}'::text[]
        OR NOT kernel_only_resealed(OLD.data::text, NEW.data::text)
    )
    EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_not_deleted BEFORE DELETE ON cases_document
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON cases_document
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_template_stays BEFORE UPDATE OR DELETE ON cases_document_template FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_template_no_truncate BEFORE TRUNCATE ON cases_document_template
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER archive_stays BEFORE UPDATE OR DELETE ON cases_archive
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER archive_no_truncate BEFORE TRUNCATE ON cases_archive
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
"""

# The column was there before its values were each other's only ones, and the constraint is named as it was then.
RENAMED = "ALTER TABLE cases_document RENAME CONSTRAINT cases_document_key_key TO cases_document_key_5136e09e_uniq;"


class Migration(migrations.Migration):
    replaces = [
        ('cases', '0001_initial'),
        ('cases', '0002_case_numbers'),
        ('cases', '0003_every_way_an_application_can_go'),
        ('cases', '0004_documents_as_data'),
        ('cases', '0005_reviews_by_their_clocks'),
        ('cases', '0006_transfers'),
        ('cases', '0007_verifications'),
        ('cases', '0008_what_comes_after_the_decision'),
        ('cases', '0009_inboxes'),
        ('cases', '0010_document_by_file'),
        ('cases', '0011_reasons_of_refunds_and_orders'),
        ('cases', '0012_what_was_found_and_asked'),
        ('cases', '0013_drafts_on_several_devices'),
        ('cases', '0014_combined_application'),
        ('cases', '0015_who_helped'),
        ('cases', '0016_sealed_identifiers'),
        ('cases', '0017_sealed_sources'),
    ]

    dependencies = [
        ('kernel', '0009_last_runs'),
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
        ('catalogue', '0016_what_proves_a_material'),
        ('sharing', '0008_sealed_identifiers'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='delivery', serialize=False, to='matters.matter')),
                    ('mode', models.CharField(choices=[('space', '电子送达（申请人空间）'), ('window', '窗口领取'), ('post', '邮寄送达'), ('notice', '公告送达')], max_length=10)),
                    ('receiver', models.CharField(max_length=200)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                    ('courier', models.CharField(blank=True, max_length=60)),
                    ('pickup_code', models.CharField(blank=True, max_length=12)),
                    ('reconciled_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('tracking_number', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'db_table': 'cases_delivery',
                },
            ),
            migrations.CreateModel(
                name='Case',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='case', serialize=False, to='matters.matter')),
                    ('task_code', models.CharField(max_length=36)),
                    ('answers', tongban.kernel.sealing.fields.SealedJSONField(default=dict)),
                    ('sources', tongban.kernel.sealing.fields.SealedJSONField(default=dict)),
                    ('saved_at', models.DateTimeField()),
                    ('received_at', models.DateTimeField(blank=True, null=True)),
                    ('accepted_on', models.DateField(blank=True, null=True)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                    ('end_reason', models.TextField(blank=True)),
                    ('clerk', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.version')),
                    ('about_licence', models.CharField(blank=True, max_length=120)),
                    ('channel', models.CharField(choices=[('web', '网上'), ('window', '窗口'), ('phone', '电话'), ('kiosk', '自助终端'), ('agent', '帮办代办')], default='web', max_length=10)),
                    ('converted_from', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                    ('deemed_accepted', models.BooleanField(default=False)),
                    ('mock', models.BooleanField(default=False)),
                    ('power_authority', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('purpose', models.CharField(choices=[('new', '新办'), ('renewal', '延续'), ('change', '变更'), ('reissue', '补证'), ('surrender', '注销')], default='new', max_length=10)),
                    ('situation', models.JSONField(default=dict)),
                    ('things', models.JSONField(default=dict)),
                    ('revision', models.PositiveIntegerField(default=0)),
                    ('touched', models.JSONField(default=dict)),
                    ('combined', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.combinedapplication')),
                    ('helper', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'db_table': 'cases_case',
                },
            ),
            migrations.CreateModel(
                name='CaseMaterial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60)),
                    ('name', models.CharField(max_length=200)),
                    ('file_name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(max_length=60)),
                    ('size', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_materials', to='matters.matter')),
                    ('kept_document', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.keptdocument')),
                ],
                options={
                    'db_table': 'cases_material',
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('items', models.JSONField()),
                    ('note', models.TextField(blank=True)),
                    ('told_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='matters.matter')),
                    ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('from_state', models.CharField(default='submitted', max_length=30)),
                ],
                options={
                    'db_table': 'cases_correction',
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decision', serialize=False, to='matters.matter')),
                    ('outcome', models.CharField(choices=[('granted', '准予'), ('refused', '不予许可')], max_length=10)),
                    ('reasons', models.TextField(blank=True)),
                    ('conditions', models.TextField(blank=True)),
                    ('valid_from', models.DateField(blank=True, null=True)),
                    ('valid_until', models.DateField(blank=True, null=True)),
                    ('decider_name', models.CharField(max_length=100)),
                    ('decided_at', models.DateTimeField()),
                    ('licence_identifier', models.CharField(blank=True, max_length=120)),
                    ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('deemed', models.BooleanField(default=False)),
                    ('withheld', models.JSONField(default=dict)),
                ],
                options={
                    'db_table': 'cases_decision',
                    'indexes': [models.Index(condition=models.Q(('outcome', 'granted')), fields=['-decided_at', '-matter'], name='decision_public')],
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('title', models.CharField(max_length=100)),
                    ('number', models.CharField(max_length=120, unique=True)),
                    ('sha256', models.CharField(blank=True, default='', max_length=64)),
                    ('made_at', models.DateTimeField()),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='matters.matter')),
                    ('key', models.CharField(max_length=80, unique=True)),
                    ('data', tongban.kernel.sealing.fields.SealedJSONField(default=dict)),
                    ('entry_sequence', models.IntegerField()),
                    ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('template', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.documenttemplate')),
                ],
                options={
                    'db_table': 'cases_document',
                    'indexes': [models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='document_by_file')],
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('step_code', models.CharField(max_length=60)),
                    ('name', models.CharField(max_length=200)),
                    ('lead', models.BooleanField(default=False)),
                    ('after', models.JSONField(default=list)),
                    ('days', models.PositiveIntegerField()),
                    ('opened_on', models.DateField(blank=True, null=True)),
                    ('opinion', models.CharField(blank=True, choices=[('agree', '同意'), ('agree_with_conditions', '有条件同意'), ('disagree', '不同意')], max_length=30)),
                    ('text', models.TextField(blank=True)),
                    ('reviewer_name', models.CharField(blank=True, max_length=100)),
                    ('given_at', models.DateTimeField(blank=True, null=True)),
                    ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='matters.matter')),
                    ('reviewer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('asked', models.TextField(blank=True)),
                    ('conditions', models.TextField(blank=True)),
                    ('round', models.PositiveSmallIntegerField(default=1)),
                    ('put_away', models.BooleanField(default=False)),
                ],
                options={
                    'db_table': 'cases_review',
                    'indexes': [models.Index(condition=models.Q(('given_at', None), ('opened_on__isnull', False)), fields=['authority', 'matter'], name='review_open'), models.Index(condition=models.Q(('put_away', False)), fields=['authority', 'matter'], name='review_at_hand')],
                    'constraints': [models.UniqueConstraint(fields=('matter', 'step_code', 'round'), name='review_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Challenge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('reconsideration', '行政复议'), ('litigation', '行政诉讼')], max_length=20)),
                    ('body', models.CharField(max_length=200)),
                    ('number', models.CharField(max_length=100)),
                    ('lodged_on', models.DateField()),
                    ('outcome', models.CharField(blank=True, choices=[('upheld', '维持或驳回'), ('revoked', '撤销'), ('altered', '变更'), ('unlawful', '确认违法'), ('to_redo', '责令重新作出'), ('withdrawn', '申请人撤回')], max_length=12)),
                    ('effect', models.TextField(blank=True)),
                    ('concluded_on', models.DateField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='challenges', to='matters.matter')),
                    ('redone_at', models.DateTimeField(blank=True, null=True)),
                    ('redo_reason', models.TextField(blank=True)),
                ],
                options={
                    'db_table': 'cases_challenge',
                },
            ),
            migrations.CreateModel(
                name='Charge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('basis', models.CharField(max_length=500)),
                    ('amount', models.PositiveBigIntegerField()),
                    ('reduction', models.PositiveBigIntegerField(default=0)),
                    ('reduction_basis', models.CharField(blank=True, max_length=500)),
                    ('voucher', models.CharField(max_length=40, unique=True)),
                    ('charged_at', models.DateTimeField()),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('paid_at', models.DateTimeField(blank=True, null=True)),
                    ('paid_by', models.CharField(blank=True, max_length=20)),
                    ('receipt', models.CharField(blank=True, max_length=60)),
                    ('refunded', models.PositiveBigIntegerField(default=0)),
                    ('refunded_at', models.DateTimeField(blank=True, null=True)),
                    ('reconciled_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='charges', to='matters.matter')),
                    ('refund_reason', models.TextField(blank=True)),
                ],
                options={
                    'db_table': 'cases_charge',
                    'constraints': [models.CheckConstraint(condition=models.Q(('reduction__lte', models.F('amount'))), name='charge_reduced_to_0'), models.CheckConstraint(condition=models.Q(('refunded__lte', django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('reduction')))), name='charge_refunds_what_was_paid')],
                },
            ),
            migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('deferral', '容缺受理承诺'), ('promise', '告知承诺')], max_length=10)),
                    ('told_version', models.CharField(max_length=40)),
                    ('told_text', models.TextField()),
                    ('promised_text', models.TextField()),
                    ('replaces', models.JSONField(default=list)),
                    ('signer_name', models.CharField(max_length=200)),
                    ('signed_at', models.DateTimeField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='matters.matter')),
                    ('signer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'db_table': 'cases_commitment',
                    'constraints': [models.UniqueConstraint(fields=('matter', 'kind'), name='commitment_once_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='DeferredMaterial',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60)),
                    ('name', models.CharField(max_length=300)),
                    ('due_on', models.DateField()),
                    ('given_at', models.DateTimeField(blank=True, null=True)),
                    ('reminded_on', models.DateField(blank=True, null=True)),
                    ('lapsed_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deferred_materials', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_deferred_material',
                    'constraints': [models.UniqueConstraint(fields=('matter', 'code'), name='deferred_material_once')],
                },
            ),
            migrations.CreateModel(
                name='Hearing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('told_at', models.DateTimeField()),
                    ('ask_until', models.DateField()),
                    ('asked_at', models.DateTimeField(blank=True, null=True)),
                    ('asked_by_name', models.CharField(blank=True, max_length=200)),
                    ('convene_until', models.DateField(blank=True, null=True)),
                    ('noticed_at', models.DateTimeField(blank=True, null=True)),
                    ('held_on', models.DateField(blank=True, null=True)),
                    ('place', models.CharField(blank=True, max_length=300)),
                    ('public', models.BooleanField(default=True)),
                    ('host_name', models.CharField(blank=True, max_length=100)),
                    ('minutes', models.TextField(blank=True)),
                    ('recorded_at', models.DateTimeField(blank=True, null=True)),
                    ('host', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_hearing',
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('refusal', '不予受理'), ('withdrawal', '撤回'), ('voiding', '作废'), ('extension', '延期')], max_length=12)),
                    ('reason', models.TextField()),
                    ('facts', models.JSONField(default=dict)),
                    ('made_by_name', models.CharField(max_length=100)),
                    ('made_at', models.DateTimeField()),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('approved', '同意'), ('declined', '不同意')], max_length=10)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_proposal',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('matter', 'kind'), name='proposal_one_open_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='ThirdParty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200)),
                    ('phone', tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=40)),
                    ('interest', models.TextField()),
                    ('told_at', models.DateTimeField()),
                    ('answer_until', models.DateField()),
                    ('statement', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='third_parties', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_third_party',
                },
            ),
            migrations.CreateModel(
                name='DocumentTemplate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('version', models.IntegerField()),
                    ('source', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('effective_from', models.DateField(blank=True, null=True)),
                    ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'db_table': 'cases_document_template',
                    'indexes': [models.Index(models.F('kind'), models.OrderBy(models.F('effective_from'), descending=True), models.OrderBy(models.F('version'), descending=True), name='document_template_of_day')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='document_template_version'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('kind',), name='document_template_draft'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('effective_from', None)), models.Q(('published_at__isnull', False), ('effective_from__isnull', False)), _connector='OR'), name='document_template_in_effect_when_published')],
                },
            ),
            migrations.CreateModel(
                name='DocumentSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('prefix', models.CharField(max_length=80)),
                    ('year', models.SmallIntegerField()),
                    ('last', models.IntegerField()),
                ],
                options={
                    'db_table': 'cases_document_series',
                    'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='document_series_once')],
                },
            ),
            migrations.CreateModel(
                name='Archive',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.IntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.IntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('matter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='archives', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_archive',
                    'constraints': [models.UniqueConstraint(fields=('matter', 'version'), name='archive_once')],
                },
            ),
            migrations.CreateModel(
                name='Transfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ground', models.CharField(choices=[('competence', '不属本机关职权'), ('powers_moved', '职权划转'), ('recusal', '回避'), ('workload', '工作调配')], max_length=12)),
                    ('reason', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('from_authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('from_official', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='matters.matter')),
                    ('to_authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('to_official', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'db_table': 'cases_transfer',
                },
            ),
            migrations.CreateModel(
                name='Verification',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='verification', serialize=False, to='matters.matter')),
                    ('task_code', models.CharField(max_length=36)),
                    ('planned', models.CharField(choices=[('data', '在线核验'), ('site', '现场核查'), ('assist', '部门协查')], max_length=10)),
                    ('method', models.CharField(blank=True, choices=[('data', '在线核验'), ('site', '现场核查'), ('assist', '部门协查')], max_length=10)),
                    ('result', models.TextField(blank=True)),
                    ('evidence', models.TextField(blank=True)),
                    ('companion', models.CharField(blank=True, max_length=100)),
                    ('verified_by_name', models.CharField(blank=True, max_length=100)),
                    ('verified_at', models.DateTimeField(blank=True, null=True)),
                    ('commitment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.commitment')),
                    ('of', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verified_by', to='matters.matter')),
                    ('verified_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'db_table': 'cases_verification',
                },
            ),
            migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=40)),
                    ('query', models.JSONField(default=dict)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'db_table': 'cases_saved_view',
                    'constraints': [models.UniqueConstraint(fields=('account', 'name'), name='saved_view_once_a_name')],
                },
            ),
            migrations.CreateModel(
                name='Assistance',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='assistance', serialize=False, to='matters.matter')),
                    ('task_code', models.CharField(max_length=36)),
                    ('code', models.CharField(max_length=60)),
                    ('name', models.CharField(max_length=300)),
                    ('answer', models.TextField(blank=True)),
                    ('file_name', models.CharField(blank=True, max_length=200)),
                    ('media_type', models.CharField(blank=True, max_length=60)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('answered_by_name', models.CharField(blank=True, max_length=100)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assistances', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_assistance',
                },
            ),
            migrations.CreateModel(
                name='CaseBurden',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='burden', serialize=False, to='matters.matter')),
                    ('task_code', models.CharField(max_length=36)),
                    ('month', models.DateField()),
                    ('materials_required', models.PositiveSmallIntegerField()),
                    ('materials_found', models.PositiveSmallIntegerField()),
                    ('materials_asked', models.PositiveSmallIntegerField()),
                    ('found_by', models.JSONField(default=dict)),
                    ('fields_shown', models.PositiveSmallIntegerField()),
                    ('fields_prefilled', models.PositiveSmallIntegerField()),
                    ('fields_changed', models.PositiveSmallIntegerField()),
                    ('fields_typed', models.PositiveSmallIntegerField()),
                    ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                ],
                options={
                    'db_table': 'cases_burden',
                    'indexes': [models.Index(fields=['month', 'authority'], name='burden_of_a_month'), models.Index(fields=['task_code', 'month'], name='burden_of_an_item')],
                },
            ),
            migrations.CreateModel(
                name='MaterialFinding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=60)),
                    ('path', models.CharField(max_length=12)),
                    ('outcome', models.CharField(max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=20)),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('evidence', models.CharField(blank=True, max_length=200)),
                    ('copy', models.CharField(blank=True, max_length=120)),
                    ('as_of', models.DateField(null=True)),
                    ('at', models.DateTimeField()),
                    ('attempt', models.PositiveSmallIntegerField()),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='material_findings', to='matters.matter')),
                ],
                options={
                    'db_table': 'cases_material_finding',
                    'constraints': [models.UniqueConstraint(fields=('matter', 'attempt', 'code', 'path'), name='finding_once_an_attempt'), models.CheckConstraint(condition=models.Q(('path__in', ['not_needed', 'promise', 'licence', 'shared', 'assistance', 'space', 'upload'])), name='finding_path_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['found', 'not_found', 'failed', 'offered', 'chosen'])), name='finding_outcome_known')],
                },
            ),
            migrations.CreateModel(
                name='CombinedApplication',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=32, unique=True)),
                    ('applicant_name', models.CharField(max_length=200)),
                    ('begun_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField(blank=True, null=True)),
                    ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                    ('applicant_organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ('applicant_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'db_table': 'cases_combined_application',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applicant_organisation', None), ('applicant_person__isnull', False)), models.Q(('applicant_organisation__isnull', False), ('applicant_person', None)), _connector='OR'), name='combined_has_one_applicant')],
                },
            ),
        ]),
        migrations.RunSQL(NUMBERS),
        migrations.RunSQL(DOCUMENTS),
        migrations.RunSQL(GUARD),
        migrations.RunSQL(RENAMED),
    ]
