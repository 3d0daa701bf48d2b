"""The calendar, parameters, announcements, answers, sealing keys, and what guards sealed columns."""

import django.db.models.functions.datetime
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

# The table of Django's database cache, which all processes and machines share.
CACHE = """
CREATE TABLE kernel_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""

# What is written on every request of strangers and is worth nothing after a crash: no log of it, for disk or replicas.
ALLOWANCES = "ALTER TABLE kernel_allowance SET UNLOGGED;"

# The guard of a rotation, and what a change of keys changes.
SEALING = r"""
CREATE FUNCTION kernel_guard_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said text := to_jsonb(NEW) ->> TG_ARGV[0];
    kept text := substring(said FROM '~' || TG_ARGV[2] || '\.[^~]*');
    gone text := replace(said, coalesce(kept, ''), '');
    own text := '';
BEGIN
    IF kept IS NULL THEN
        RAISE EXCEPTION '% was written under a sealing key that is in use no more', TG_TABLE_NAME || '.' || TG_ARGV[0]
            USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = 'this process does not hold the sealing key ' || TG_ARGV[2];
    END IF;
    IF TG_ARGV[3] = 'unique' THEN
        IF TG_OP = 'UPDATE' THEN
            own := to_jsonb(OLD) ->> TG_ARGV[1];
        END IF;
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND %I::text <> $3',
            TG_RELID::regclass, TG_ARGV[0], TG_ARGV[0], TG_ARGV[1]) USING kept, gone, own;
    END IF;
    RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], kept));
END $$;

-- Whether a text, or a document with sealed parts, differs from another by nothing but the key it is sealed under.
CREATE FUNCTION kernel_only_resealed(was text, is_now text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT was IS NOT DISTINCT FROM is_now OR coalesce(
        regexp_replace(was, '~[0-9a-f]{6}\.[A-Za-z0-9_-]+', '~', 'g')
            = regexp_replace(is_now, '~[0-9a-f]{6}\.[A-Za-z0-9_-]+', '~', 'g')
        AND substring(was FROM '~([0-9a-f]{6})\.') <> substring(is_now FROM '~([0-9a-f]{6})\.'),
        false
    )
$$;
"""


class Migration(migrations.Migration):
    replaces = [
        ('kernel', '0001_initial'),
        ('kernel', '0002_announcement_idempotentanswer'),
        ('kernel', '0003_parameter'),
        ('kernel', '0004_shared_cache'),
        ('kernel', '0005_staged_files'),
        ('kernel', '0006_releases'),
        ('kernel', '0007_sealing'),
        ('kernel', '0008_allowances'),
        ('kernel', '0009_last_runs'),
    ]

    dependencies = []

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('region_code', models.CharField(blank=True, default='', max_length=12, verbose_name='区划代码')),
                    ('day', models.DateField(verbose_name='日期')),
                    ('working', models.BooleanField(verbose_name='工作日')),
                    ('ordinal', models.IntegerField(verbose_name='工作日序号')),
                    ('status', models.CharField(choices=[('confirmed', '已公布'), ('projected', '推算')], max_length=9, verbose_name='状态')),
                    ('name', models.CharField(blank=True, default='', max_length=60, verbose_name='节日')),
                    ('basis', models.CharField(blank=True, default='', max_length=200, verbose_name='依据')),
                    ('local', models.BooleanField(default=False, verbose_name='地方规定')),
                ],
                options={
                    'verbose_name': '工作日历',
                    'verbose_name_plural': '工作日历',
                    'indexes': [models.Index(fields=['region_code', 'ordinal'], name='calendar_day_ordinal')],
                    'constraints': [models.UniqueConstraint(fields=('region_code', 'day'), name='calendar_day_once')],
                },
            ),
            migrations.CreateModel(
                name='Announcement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(max_length=80)),
                    ('key', models.BigIntegerField()),
                    ('payload', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    'db_table': 'kernel_announcement',
                },
            ),
            migrations.CreateModel(
                name='IdempotentAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('caller', models.CharField(max_length=80)),
                    ('key', models.CharField(max_length=80)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('answer', models.JSONField()),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
                options={
                    'db_table': 'kernel_idempotent_answer',
                    'constraints': [models.UniqueConstraint(fields=('caller', 'key'), name='idempotent_answer_once')],
                },
            ),
            migrations.CreateModel(
                name='Parameter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=60, verbose_name='参数')),
                    ('region_code', models.CharField(blank=True, default='', max_length=12, verbose_name='区划代码')),
                    ('value', models.JSONField(verbose_name='取值')),
                    ('unit', models.CharField(blank=True, max_length=20, verbose_name='单位')),
                    ('label', models.CharField(max_length=100, verbose_name='名称')),
                    ('basis', models.CharField(max_length=200, verbose_name='依据')),
                    ('effective_from', models.DateField(verbose_name='生效日期')),
                    ('effective_to', models.DateField(blank=True, null=True, verbose_name='失效日期')),
                    ('shipped', models.BooleanField(default=False, verbose_name='随程序提供')),
                ],
                options={
                    'verbose_name': '参数',
                    'verbose_name_plural': '参数',
                    'ordering': ['key', 'region_code', '-effective_from'],
                    'constraints': [models.UniqueConstraint(fields=('key', 'region_code', 'effective_from'), name='parameter_once_a_day'), models.CheckConstraint(condition=models.Q(('effective_to', None), ('effective_to__gte', models.F('effective_from')), _connector='OR'), name='parameter_ends_after_it_begins')],
                },
            ),
            migrations.CreateModel(
                name='StagedFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('owner', models.CharField(max_length=80)),
                    ('sha256', models.CharField(max_length=64)),
                    ('expires_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'db_table': 'kernel_staged_file',
                    'constraints': [models.UniqueConstraint(fields=('owner', 'sha256'), name='staged_file_once')],
                },
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.CharField(max_length=20, unique=True)),
                    ('migrated_at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'kernel_release',
                },
            ),
            migrations.CreateModel(
                name='SealingKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=6, unique=True)),
                    ('since', models.DateTimeField()),
                    ('retired_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'db_table': 'kernel_sealing_key',
                },
            ),
            migrations.CreateModel(
                name='Allowance',
                fields=[
                    ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('empty_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'verbose_name': '访问额度',
                    'verbose_name_plural': '访问额度',
                },
            ),
            migrations.CreateModel(
                name='LastRun',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                    ('ended_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('seconds', models.FloatField()),
                ],
                options={
                    'verbose_name': '最近一次运行',
                    'verbose_name_plural': '最近一次运行',
                },
            ),
        ]),
        migrations.RunSQL(CACHE),
        migrations.RunSQL(ALLOWANCES),
        migrations.RunSQL(SEALING),
    ]
