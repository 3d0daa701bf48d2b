from django.db import migrations

FORWARD = """
CREATE FUNCTION matters_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON matters_journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON matters_journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_leaf_append_only BEFORE UPDATE OR DELETE ON matters_tree_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_leaf_no_truncate BEFORE TRUNCATE ON matters_tree_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_node_append_only BEFORE UPDATE OR DELETE ON matters_tree_node
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER tree_node_no_truncate BEFORE TRUNCATE ON matters_tree_node
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON matters_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
CREATE TRIGGER checkpoint_no_truncate BEFORE TRUNCATE ON matters_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION matters_refuse_change();
"""

BACKWARD = """
DROP TRIGGER journal_entry_append_only ON matters_journal_entry;
DROP TRIGGER journal_entry_no_truncate ON matters_journal_entry;
DROP TRIGGER tree_leaf_append_only ON matters_tree_leaf;
DROP TRIGGER tree_leaf_no_truncate ON matters_tree_leaf;
DROP TRIGGER tree_node_append_only ON matters_tree_node;
DROP TRIGGER tree_node_no_truncate ON matters_tree_node;
DROP TRIGGER checkpoint_append_only ON matters_checkpoint;
DROP TRIGGER checkpoint_no_truncate ON matters_checkpoint;
DROP FUNCTION matters_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
