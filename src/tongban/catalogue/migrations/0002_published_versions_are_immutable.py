"""The database itself keeps what was published: a version and its rows change only while it is a draft."""

from django.db import migrations

ROWS = ["basis", "material", "step", "fee", "question"]

VERSION = """
CREATE FUNCTION catalogue_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lifecycle text[] := ARRAY['state', 'published_at', 'superseded_at'];
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'version % is % and cannot be deleted', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - lifecycle IS DISTINCT FROM to_jsonb(OLD) - lifecycle
       OR NEW.published_at IS DISTINCT FROM OLD.published_at
       OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at) THEN
        RAISE EXCEPTION 'version % is % and cannot be changed', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'superseded') THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER catalogue_version_kept BEFORE UPDATE OR DELETE ON catalogue_version
    FOR EACH ROW EXECUTE FUNCTION catalogue_keep_version();
"""

# Once per statement, not per row: an import writes hundreds of thousands of rows. The versions are locked against
# being published by another transaction between this check and the commit.
CHECK = """
CREATE FUNCTION catalogue_keep_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    WITH locked AS (
        SELECT id, state FROM catalogue_version WHERE id IN (SELECT version_id FROM touched) FOR SHARE
    )
    SELECT min(id) INTO kept FROM locked WHERE state <> 'draft';
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'rows of version % are kept: it is no longer a draft', kept
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE FUNCTION catalogue_keep_moved_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    WITH locked AS (
        SELECT id, state FROM catalogue_version
        WHERE id IN (SELECT version_id FROM before UNION SELECT version_id FROM after) FOR SHARE
    )
    SELECT min(id) INTO kept FROM locked WHERE state <> 'draft';
    IF kept IS NOT NULL THEN
        RAISE EXCEPTION 'rows of version % are kept: it is no longer a draft', kept
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
"""

TRIGGERS = """
CREATE TRIGGER catalogue_{row}_kept_i AFTER INSERT ON catalogue_{row}
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_rows();
CREATE TRIGGER catalogue_{row}_kept_d AFTER DELETE ON catalogue_{row}
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_rows();
CREATE TRIGGER catalogue_{row}_kept_u AFTER UPDATE ON catalogue_{row}
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_keep_moved_rows();
"""

FORWARD = VERSION + CHECK + "".join(TRIGGERS.format(row=row) for row in ROWS)
BACKWARD = (
    "DROP TRIGGER catalogue_version_kept ON catalogue_version;"
    + "".join(f"DROP TRIGGER catalogue_{row}_kept_{event} ON catalogue_{row};" for row in ROWS for event in "idu")
    + "DROP FUNCTION catalogue_keep_version(), catalogue_keep_rows(), catalogue_keep_moved_rows();"
)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
