from django.db import migrations, models

# Every eighth level of the tree is kept, 256 hashes a row; the levels between are worked out (ADR 0025).
CONVERT = """
INSERT INTO matters_tree_tile (level, index, hashes)
SELECT level / 8, index / 256, string_agg(hash, ''::bytea ORDER BY index)
FROM matters_tree_node WHERE level % 8 = 0 GROUP BY 1, 2;
"""

# Hashes cannot be compressed; EXTERNAL spares the attempt.
GUARD = """
ALTER TABLE matters_tree_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
CREATE TRIGGER tree_tile_append_only BEFORE UPDATE ON matters_tree_tile FOR EACH ROW
    WHEN (NEW.level <> OLD.level OR NEW.index <> OLD.index OR octet_length(NEW.hashes) % 32 <> 0
          OR octet_length(NEW.hashes) > 8192 OR octet_length(NEW.hashes) <= octet_length(OLD.hashes)
          OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes)
    EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_tile_no_delete BEFORE DELETE ON matters_tree_tile
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_tile_no_truncate BEFORE TRUNCATE ON matters_tree_tile
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0010_sweeps_lock_nothing")]

    operations = [
        migrations.CreateModel(
            name="TreeTile",
            fields=[
                ("pk", models.CompositePrimaryKey("level", "index", primary_key=True, serialize=False)),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hashes", models.BinaryField(max_length=256 * 32)),
            ],
            options={"db_table": "matters_tree_tile"},
        ),
        migrations.RunSQL(GUARD),
        migrations.RunSQL(CONVERT),
        migrations.DeleteModel(name="TreeNode"),
    ]
