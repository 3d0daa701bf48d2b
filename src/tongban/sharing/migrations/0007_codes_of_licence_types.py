from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0006_corrections'),
    ]

    operations = [
        migrations.AlterField(
            model_name='licencerecord',
            name='type_code',
            field=models.CharField(blank=True, max_length=50),
        ),
    ]
