"""New search entries wait in a list of each index and go into it together, when their writer ends."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

FIELDS = {"tokens": [], "grams": [], "initials": ["gin_trgm_ops"], "pinyin": ["gin_trgm_ops"], "themes": []}


def _as_state(operation):
    """Tell Django of the index as it is now, without building it again."""
    return migrations.SeparateDatabaseAndState(state_operations=[operation])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_versions_on_their_way")]

    operations = [
        migrations.RunSQL(
            "".join(f"ALTER INDEX search_{field} SET (fastupdate = on);" for field in FIELDS),
            "".join(f"ALTER INDEX search_{field} SET (fastupdate = off);" for field in FIELDS),
        ),
        *(
            _as_state(operation)
            for field, opclasses in FIELDS.items()
            for operation in (
                migrations.RemoveIndex("searchdocument", f"search_{field}"),
                migrations.AddIndex(
                    "searchdocument", GinIndex(fields=[field], name=f"search_{field}", opclasses=opclasses)
                ),
            )
        ),
    ]
