"""Messages to people, how they were sent, and how they want them."""

import django.db.models.deletion
from django.db import migrations, models

from tongban.kernel.squashing import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ('notices', '0001_initial'),
        ('notices', '0002_channels_of_officials_and_groups'),
    ]

    dependencies = [
        ('parties', '0013_sign_in_indexes'),
        ('matters', '0013_cosignatures_by_key'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=200)),
                    ('body', models.TextField()),
                    ('created_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('once_key', models.CharField(blank=True, max_length=100)),
                    ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                    ('recipient_official', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official')),
                    ('recipient_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.person')),
                ],
                options={
                    'verbose_name': '消息',
                    'verbose_name_plural': '消息',
                    'indexes': [models.Index(fields=['recipient_person', '-created_at', '-id'], name='message_of_person'), models.Index(fields=['recipient_official', '-created_at', '-id'], name='message_of_official'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient_person'], name='message_unread_person'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['recipient_official'], name='message_unread_official')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('recipient_official__isnull', True), ('recipient_person__isnull', False)), models.Q(('recipient_official__isnull', False), ('recipient_person__isnull', True)), _connector='OR'), name='message_has_one_recipient'), models.UniqueConstraint(condition=models.Q(('once_key', ''), _negated=True), fields=('once_key', 'recipient_person', 'recipient_official'), name='message_once_a_key', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Dispatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=20)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to='notices.message')),
                    ('due_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name': '消息外发记录',
                    'verbose_name_plural': '消息外发记录',
                    'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['due_at'], name='dispatch_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('message', 'channel'), name='dispatched_once'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), ('due_at__isnull', False), _connector='OR'), name='dispatch_sent_or_due')],
                },
            ),
            migrations.CreateModel(
                name='Preference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=20)),
                    ('enabled', models.BooleanField(default=True)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.person')),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('official', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.official')),
                ],
                options={
                    'verbose_name': '接收方式',
                    'verbose_name_plural': '接收方式',
                    'constraints': [models.UniqueConstraint(fields=('person', 'official', 'channel'), name='preference_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('official__isnull', True), ('person__isnull', False)), models.Q(('official__isnull', False), ('person__isnull', True)), _connector='OR'), name='preference_of_one')],
                },
            ),
        ]),
    ]
