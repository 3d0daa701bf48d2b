import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_reviews_by_their_clocks'),
        ('matters', '0001_initial'),
        ('parties', '0005_deputies_and_authorisations'),
    ]

    operations = [
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
    ]
