"""Matters, their clocks and lamps, and the journal with its tree, which the database itself keeps from being changed."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

GUARD = """
CREATE FUNCTION matters_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON matters_journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON matters_journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_leaf_append_only BEFORE UPDATE OR DELETE ON matters_tree_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_leaf_no_truncate BEFORE TRUNCATE ON matters_tree_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON matters_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON matters_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_tile_append_only BEFORE UPDATE ON matters_tree_tile FOR EACH ROW
    WHEN (NEW.level <> OLD.level OR NEW.index <> OLD.index OR octet_length(NEW.hashes) % 32 <> 0
          OR octet_length(NEW.hashes) > 8192 OR octet_length(NEW.hashes) <= octet_length(OLD.hashes)
          OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes)
    EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_tile_no_delete BEFORE DELETE ON matters_tree_tile
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_tile_no_truncate BEFORE TRUNCATE ON matters_tree_tile
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER cosignature_append_only BEFORE UPDATE OR DELETE ON matters_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON matters_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
"""

# Hashes cannot be compressed; EXTERNAL spares the attempt.
STORAGE = "ALTER TABLE matters_tree_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;"


class Migration(migrations.Migration):
    replaces = [
        ('matters', '0001_initial'),
        ('matters', '0002_journal_is_append_only'),
        ('matters', '0003_alert'),
        ('matters', '0004_step_clocks'),
        ('matters', '0005_lamps_are_swept'),
        ('matters', '0006_history'),
        ('matters', '0007_journal_by_time'),
        ('matters', '0008_papers_of_pauses'),
        ('matters', '0009_what_is_at_hand'),
        ('matters', '0010_sweeps_lock_nothing'),
        ('matters', '0011_the_tree_is_tiles'),
        ('matters', '0012_witnesses'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    dependencies = [
        ('parties', '0013_sign_in_indexes'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Checkpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('size', models.BigIntegerField(unique=True)),
                    ('root', models.BinaryField(max_length=32)),
                    ('note', models.TextField()),
                    ('signed_at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'matters_checkpoint',
                },
            ),
            migrations.CreateModel(
                name='LampRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('region_code', models.CharField(blank=True, max_length=12)),
                    ('warn_percent', models.PositiveSmallIntegerField(default=20)),
                    ('warn_at_least_days', models.PositiveSmallIntegerField(default=1)),
                    ('basis', models.CharField(default='local parameter', max_length=200)),
                    ('effective_from', models.DateField()),
                    ('effective_to', models.DateField(blank=True, null=True)),
                ],
                options={
                    'db_table': 'matters_lamp_rule',
                },
            ),
            migrations.CreateModel(
                name='Matter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('number', models.CharField(max_length=50, unique=True)),
                    ('state', models.CharField(max_length=30)),
                    ('applicant_name', models.CharField(max_length=200)),
                    ('subject', models.CharField(max_length=300)),
                    ('opened_at', models.DateTimeField()),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('warn_on', models.DateField(blank=True, null=True)),
                    ('paused_on', models.DateField(blank=True, null=True)),
                    ('finished_on', models.DateField(blank=True, null=True)),
                    ('answer_due_on', models.DateField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('version', models.IntegerField(default=1)),
                    ('agent', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                    ('applicant_organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.organisation')),
                    ('applicant_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                    ('holder', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('region', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.region')),
                ],
                options={
                    'db_table': 'matters_matter',
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['owner', 'state', 'due_on'], name='matter_open_owner'), models.Index(condition=models.Q(('closed_at', None)), fields=['holder', 'due_on'], name='matter_open_holder'), models.Index(condition=models.Q(('applicant_person__isnull', False)), fields=['applicant_person', '-opened_at'], name='matter_of_person'), models.Index(condition=models.Q(('applicant_organisation__isnull', False)), fields=['applicant_organisation', '-opened_at'], name='matter_of_organisation'), models.Index(condition=models.Q(('closed_at', None), models.Q(('state', 'draft'), _negated=True)), fields=['kind', 'due_on', 'id'], include=('owner', 'warn_on', 'paused_on', 'finished_on', 'answer_due_on'), name='matter_at_hand')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('applicant_person', None), ('applicant_organisation', None), _connector='OR'), name='matter_one_applicant')],
                },
            ),
            migrations.CreateModel(
                name='JournalEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.IntegerField()),
                    ('verb', models.CharField(max_length=40)),
                    ('from_state', models.CharField(blank=True, max_length=30)),
                    ('to_state', models.CharField(max_length=30)),
                    ('actor', models.JSONField()),
                    ('source', models.CharField(max_length=20)),
                    ('occurred_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField()),
                    ('facts', models.JSONField(default=dict)),
                    ('leaf_hash', models.BinaryField(max_length=32)),
                    ('matter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='matters.matter')),
                ],
                options={
                    'db_table': 'matters_journal_entry',
                    'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['recorded_at'], name='journal_entry_of_when')],
                    'constraints': [models.UniqueConstraint(fields=('matter', 'sequence'), name='journal_entry_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Clock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('started_on', models.DateField()),
                    ('days', models.PositiveIntegerField()),
                    ('unit', models.CharField(choices=[('working', '工作日'), ('calendar', '自然日')], default='working', max_length=10)),
                    ('runs_for', models.CharField(default='authority', max_length=20)),
                    ('pausable', models.BooleanField(default=False)),
                    ('due_on', models.DateField()),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('stopped_on', models.DateField(blank=True, null=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='matters.matter')),
                    ('subject', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'db_table': 'matters_clock',
                    'indexes': [models.Index(condition=models.Q(('kind', 'step'), ('stopped_on__isnull', True)), fields=['due_on'], name='clock_open_step')],
                },
            ),
            migrations.CreateModel(
                name='Pause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=30)),
                    ('basis', models.CharField(max_length=200)),
                    ('reason', models.TextField()),
                    ('declared_days', models.PositiveIntegerField()),
                    ('started_on', models.DateField()),
                    ('expected_end_on', models.DateField()),
                    ('ended_on', models.DateField(blank=True, null=True)),
                    ('result', models.TextField(blank=True)),
                    ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pauses', to='matters.matter')),
                    ('opened_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('file_name', models.CharField(blank=True, max_length=200)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'db_table': 'matters_pause',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('matter', 'kind'), name='pause_one_open_of_a_kind')],
                },
            ),
            migrations.CreateModel(
                name='TreeLeaf',
                fields=[
                    ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='leaf', to='matters.journalentry')),
                ],
                options={
                    'db_table': 'matters_tree_leaf',
                },
            ),
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.CharField(max_length=20)),
                    ('severity', models.CharField(choices=[('warn', 'warn'), ('violation', 'violation')], max_length=10)),
                    ('facts', models.JSONField(default=dict)),
                    ('raised_at', models.DateTimeField()),
                    ('entry_sequence', models.IntegerField()),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                    ('note', models.TextField(blank=True)),
                    ('acknowledged_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('matter', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='matters.matter')),
                ],
                options={
                    'db_table': 'matters_alert',
                    'indexes': [models.Index(condition=models.Q(('acknowledged_at', None)), fields=['-raised_at', '-id'], name='alert_open')],
                    'constraints': [models.UniqueConstraint(fields=('matter', 'rule', 'entry_sequence'), name='alert_once_for_an_entry'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('note', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='alert_acknowledged_with_a_note')],
                },
            ),
            migrations.CreateModel(
                name='LampChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lamp', models.CharField(choices=[('yellow', '即将到期'), ('red', '已超期')], max_length=6)),
                    ('due_on', models.DateField()),
                    ('turned_on', models.DateField()),
                    ('noticed_at', models.DateTimeField()),
                    ('matter', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lamp_changes', to='matters.matter')),
                ],
                options={
                    'db_table': 'matters_lamp_change',
                    'constraints': [models.UniqueConstraint(fields=('matter', 'lamp', 'due_on'), name='lamp_change_once')],
                },
            ),
            migrations.CreateModel(
                name='History',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='history', serialize=False, to='matters.matter')),
                    ('source', models.SlugField(max_length=40)),
                    ('name', models.CharField(max_length=200)),
                    ('attributes', models.JSONField()),
                    ('events', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                ],
                options={
                    'db_table': 'matters_history',
                    'constraints': [models.UniqueConstraint(fields=('source', 'name'), name='history_once')],
                },
            ),
            migrations.CreateModel(
                name='TreeTile',
                fields=[
                    ('pk', models.CompositePrimaryKey('level', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                    ('level', models.SmallIntegerField()),
                    ('index', models.BigIntegerField()),
                    ('hashes', models.BinaryField(max_length=8192)),
                ],
                options={
                    'db_table': 'matters_tree_tile',
                },
            ),
            migrations.CreateModel(
                name='Witness',
                fields=[
                    ('key', models.CharField(max_length=300, primary_key=True, serialize=False)),
                    ('size', models.BigIntegerField(default=0)),
                    ('asked_at', models.DateTimeField()),
                    ('cosigned_at', models.DateTimeField(null=True)),
                    ('trouble', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'db_table': 'matters_witness',
                },
            ),
            migrations.CreateModel(
                name='Cosignature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('witness', models.CharField(max_length=200)),
                    ('line', models.TextField()),
                    ('cosigned_at', models.DateTimeField()),
                    ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='matters.checkpoint')),
                    ('key_hash', models.GeneratedField(db_persist=True, expression=models.Func('line', template="encode(substring(decode(split_part(%(expressions)s, ' ', 3), 'base64') FROM 1 FOR 4), 'hex')"), output_field=models.CharField(max_length=8))),
                ],
                options={
                    'db_table': 'matters_cosignature',
                    'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness', 'key_hash'), name='cosignature_once')],
                },
            ),
        ]),
        migrations.RunSQL(GUARD),
        migrations.RunSQL(STORAGE),
    ]
