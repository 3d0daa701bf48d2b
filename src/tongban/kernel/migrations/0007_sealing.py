"""What the database itself knows of sealed columns: the guard of a rotation, and what a change of keys changes."""

from django.db import migrations, models

FORWARD = r"""
CREATE FUNCTION kernel_guard_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said text := to_jsonb(NEW) ->> TG_ARGV[0];
    kept text := substring(said FROM '~' || TG_ARGV[2] || '\.[^~]*');
    gone text := replace(said, coalesce(kept, ''), '');
    own text := '';
BEGIN
    IF kept IS NULL THEN
        RAISE EXCEPTION '% was written under a sealing key that is in use no more', TG_TABLE_NAME || '.' || TG_ARGV[0]
            USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = 'this process does not hold the sealing key ' || TG_ARGV[2];
    END IF;
    IF TG_ARGV[3] = 'unique' THEN
        IF TG_OP = 'UPDATE' THEN
            own := to_jsonb(OLD) ->> TG_ARGV[1];
        END IF;
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND %I::text <> $3',
            TG_RELID::regclass, TG_ARGV[0], TG_ARGV[0], TG_ARGV[1]) USING kept, gone, own;
    END IF;
    RETURN jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], kept));
END $$;

-- Whether a text, or a document with sealed parts, differs from another by nothing but the key it is sealed under.
CREATE FUNCTION kernel_only_resealed(was text, is_now text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT was IS NOT DISTINCT FROM is_now OR coalesce(
        regexp_replace(was, '~[0-9a-f]{6}\.[A-Za-z0-9_-]+', '~', 'g')
            = regexp_replace(is_now, '~[0-9a-f]{6}\.[A-Za-z0-9_-]+', '~', 'g')
        AND substring(was FROM '~([0-9a-f]{6})\.') <> substring(is_now FROM '~([0-9a-f]{6})\.'),
        false
    )
$$;
"""

BACKWARD = """
DROP FUNCTION kernel_only_resealed(text, text);
DROP FUNCTION kernel_guard_sealed() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0006_releases")]

    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=6, unique=True)),
                ("since", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"db_table": "kernel_sealing_key"},
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
