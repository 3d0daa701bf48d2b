import django.db.models.deletion
from django.db import migrations, models


GUARD = """
CREATE TRIGGER cosignature_append_only BEFORE UPDATE OR DELETE ON matters_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER cosignature_no_truncate BEFORE TRUNCATE ON matters_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0011_the_tree_is_tiles'),
    ]

    operations = [
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
            ],
            options={
                'db_table': 'matters_cosignature',
                'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness'), name='cosignature_once')],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
