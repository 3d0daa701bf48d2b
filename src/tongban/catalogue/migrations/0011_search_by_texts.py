import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is searched is built again from the versions; nothing of it has to be kept."""

    dependencies = [
        ("catalogue", "0010_contents_lie_open"),
        ("parties", "0007_item_reviewers"),
    ]

    operations = [
        migrations.DeleteModel(name="SearchDocument"),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("name_key", models.TextField()),
                ("alias_keys", models.TextField()),
                ("initials", models.TextField()),
                ("pinyin", models.TextField()),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
                ("grams", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), size=None),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), size=None),
                ),
                ("instance", models.CharField(max_length=10)),
                (
                    "online_depth",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=1), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "检索文本",
                "verbose_name_plural": "检索文本",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["tokens"], fastupdate=False, name="search_tokens"),
                    django.contrib.postgres.indexes.GinIndex(fields=["grams"], fastupdate=False, name="search_grams"),
                    django.contrib.postgres.indexes.GinIndex(fields=["themes"], fastupdate=False, name="search_themes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "implementation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_document",
                        serialize=False,
                        to="catalogue.implementation",
                    ),
                ),
                ("region_code", models.CharField(max_length=12)),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.authority"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.item",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="catalogue.searchtext",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索文档",
                "verbose_name_plural": "检索文档",
                "indexes": [models.Index(fields=["region_code"], name="search_region")],
            },
        ),
    ]
