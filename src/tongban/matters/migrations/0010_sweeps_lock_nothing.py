import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_what_is_at_hand")]

    operations = [
        migrations.AlterField(
            model_name="lampchange",
            name="matter",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lamp_changes",
                to="matters.matter",
            ),
        ),
    ]
