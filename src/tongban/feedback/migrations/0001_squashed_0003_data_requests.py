"""Ratings, enquiries and complaints, and what people ask of their data."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels

NUMBERS = "CREATE SEQUENCE feedback_data_request_number;"


class Migration(migrations.Migration):
    replaces = [
        ('feedback', '0001_initial'),
        ('feedback', '0002_complaint'),
        ('feedback', '0003_data_requests'),
    ]

    dependencies = [
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task_code', models.CharField(max_length=36)),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '非常满意'), (2, '满意'), (3, '基本满意'), (4, '不满意'), (5, '非常不满意')])),
                    ('text', models.TextField(blank=True)),
                    ('channel', models.CharField(choices=[('web', 'PC端'), ('mobile', '移动服务端'), ('api', '接口')], max_length=10)),
                    ('rated_at', models.DateTimeField()),
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='matters.matter')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.authority')),
                    ('rated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'db_table': 'feedback_rating',
                    'indexes': [models.Index(fields=['task_code', 'level'], name='rating_of_item')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('level__range', (1, 5))), name='rating_level_known')],
                },
            ),
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='complaint', serialize=False, to='matters.matter')),
                    ('topic', models.CharField(choices=[('question', '留言咨询'), ('complaint', '投诉')], max_length=10)),
                    ('text', models.TextField()),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by_name', models.CharField(blank=True, max_length=100)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='matters.matter')),
                    ('answered_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                ],
                options={
                    'db_table': 'feedback_complaint',
                },
            ),
            migrations.CreateModel(
                name='DataRequest',
                fields=[
                    ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='data_request', serialize=False, to='matters.matter')),
                    ('topic', models.CharField(choices=[('delete', '删除'), ('explain', '解释说明')], max_length=10)),
                    ('scope', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None)),
                    ('text', models.TextField(blank=True)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_by_name', models.CharField(blank=True, max_length=100)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('deleted', models.JSONField(default=dict)),
                ],
                options={
                    'db_table': 'feedback_data_request',
                },
            ),
        ]),
        migrations.RunSQL(NUMBERS),
    ]
