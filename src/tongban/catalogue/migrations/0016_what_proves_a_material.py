from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0015_data_elements"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="material",
            name="material_exempt_path_known",
        ),
        migrations.AddField(
            model_name="material",
            name="assisted_by",
            field=models.CharField(blank=True, max_length=50),
        ),
        migrations.AddConstraint(
            model_name="material",
            constraint=models.CheckConstraint(
                condition=models.Q(("exempt_path__in", ["", "cancelled", "licence", "shared_data", "none"])),
                name="material_exempt_path_known",
            ),
        ),
    ]
