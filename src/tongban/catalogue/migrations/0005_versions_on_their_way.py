"""A version may wait for its day or be withdrawn, and none is ever deleted; revisions and reports have numbers."""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION catalogue_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lifecycle text[] := ARRAY['state', 'published_at', 'superseded_at'];
    ways jsonb := '{"scheduled": ["published", "withdrawn"], "published": ["superseded"]}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'version % is % and cannot be deleted', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(NEW) - lifecycle IS DISTINCT FROM to_jsonb(OLD) - lifecycle
       OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
       OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at) THEN
        RAISE EXCEPTION 'version % is % and cannot be changed', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT coalesce(ways -> OLD.state ? NEW.state, false) THEN
        RAISE EXCEPTION 'version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE SEQUENCE catalogue_revision_number;
CREATE SEQUENCE catalogue_guide_report_number;
"""
BACK = """
DROP SEQUENCE catalogue_revision_number;
DROP SEQUENCE catalogue_guide_report_number;
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_a_city_of_items")]

    operations = [migrations.RunSQL(KEEP, BACK)]
