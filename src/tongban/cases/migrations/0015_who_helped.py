import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_combined_application'),
        ('parties', '0008_mandates_of_both_sides'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='helper',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.official'),
        ),
    ]
