"""What a register told for a form is sealed as the answer itself is."""

import tongban.kernel.sealing.fields
from django.db import migrations

from tongban.kernel.sealing.converting import seal_existing


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_sealed_identifiers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='sources',
            field=tongban.kernel.sealing.fields.SealedJSONField(default=dict),
        ),
        seal_existing('cases.Case', 'sources'),
    ]
