import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0003_kept_documents_and_uploads'),
        ('cases', '0012_what_was_found_and_asked'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='touched',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='casematerial',
            name='kept_document',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.keptdocument'),
        ),
    ]
