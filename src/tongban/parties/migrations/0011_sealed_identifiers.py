"""Identity numbers, telephones and e-mail addresses of people are sealed in their columns."""

import django.core.validators
import tongban.kernel.sealing.fields
from django.db import migrations

from tongban.kernel.sealing.converting import seal_existing


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0007_sealing'),
        ('parties', '0010_identity_and_sign_in'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='email',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=254, validators=[django.core.validators.EmailValidator()]),
        ),
        migrations.AlterField(
            model_name='person',
            name='id_number',
            field=tongban.kernel.sealing.fields.SealedCharField(max_length=18),
        ),
        migrations.AlterField(
            model_name='person',
            name='phone',
            field=tongban.kernel.sealing.fields.SealedCharField(blank=True, max_length=20),
        ),
        seal_existing('parties.Person', 'id_number', 'phone', 'email'),
    ]
