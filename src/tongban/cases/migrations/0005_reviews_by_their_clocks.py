from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_documents_as_data'),
        ('matters', '0004_step_clocks'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='review', name='review_open'),
        migrations.RemoveField(model_name='review', name='due_on'),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(condition=models.Q(('given_at', None), ('opened_on__isnull', False)), fields=['authority', 'matter'], name='review_open'),
        ),
    ]
