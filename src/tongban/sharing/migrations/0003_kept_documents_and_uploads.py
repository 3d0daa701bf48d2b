import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0003_city'),
        ('sharing', '0002_look_ups_are_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                'indexes': [
                    models.Index(condition=models.Q(('removed_at', None)), fields=['person', '-kept_at'], name='kept_of_person'),
                    models.Index(condition=models.Q(('removed_at', None)), fields=['organisation', '-kept_at'], name='kept_of_organisation'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('person', None), ('organisation', None), _connector='XOR'), name='kept_by_one'),
                    models.CheckConstraint(condition=models.Q(('level__range', (1, 4))), name='kept_level_known'),
                    models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('person', 'sha256'), name='kept_once_by_person'),
                    models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organisation', 'sha256'), name='kept_once_by_organisation'),
                ],
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
                'indexes': [
                    models.Index(fields=['account'], name='upload_by_account'),
                    models.Index(fields=['client_system'], name='upload_by_system'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('account', None), ('client_system', None), _connector='XOR'), name='upload_of_one'),
                    models.CheckConstraint(condition=models.Q(('received__lte', models.F('length'))), name='upload_not_longer_than_told'),
                ],
            },
        ),
    ]
