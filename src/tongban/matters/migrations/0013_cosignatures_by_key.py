from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0012_witnesses'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='cosignature',
            name='cosignature_once',
        ),
        migrations.AddField(
            model_name='cosignature',
            name='key_hash',
            field=models.GeneratedField(db_persist=True, expression=models.Func('line', template="encode(substring(decode(split_part(%(expressions)s, ' ', 3), 'base64') FROM 1 FOR 4), 'hex')"), output_field=models.CharField(max_length=8)),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('checkpoint', 'witness', 'key_hash'), name='cosignature_once'),
        ),
    ]
