"""Documents keep what they print, and are numbered by the database as they are written."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

FORWARD = """
UPDATE cases_document d SET key = d.number, authority_id = m.owner_id FROM matters_matter m WHERE m.id = d.matter_id;

CREATE FUNCTION cases_number_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_year integer := extract(year FROM NEW.made_at AT TIME ZONE 'Asia/Shanghai');
    place text;
    next_one integer;
BEGIN
    SELECT id INTO NEW.template_id FROM cases_document_template
        WHERE kind = NEW.kind AND effective_from <= (NEW.made_at AT TIME ZONE 'Asia/Shanghai')::date
        ORDER BY effective_from DESC, version DESC LIMIT 1;
    IF NEW.template_id IS NULL THEN
        RAISE EXCEPTION 'no template of % is in effect', NEW.kind USING ERRCODE = 'foreign_key_violation';
    END IF;
    SELECT (count(*) + 1)::text INTO place FROM cases_document WHERE matter_id = NEW.matter_id AND kind = NEW.kind;
    NEW.key := NEW.key || lpad(place, greatest(2, length(place)), '0');
    INSERT INTO cases_document_series AS s (prefix, year, last) VALUES (NEW.number, of_year, 1)
        ON CONFLICT (prefix, year) DO UPDATE SET last = s.last + 1 RETURNING last INTO next_one;
    NEW.number := NEW.number || '〔' || of_year || '〕' || next_one || '号';
    RETURN NEW;
END $$;
CREATE TRIGGER document_is_numbered BEFORE INSERT ON cases_document
    FOR EACH ROW EXECUTE FUNCTION cases_number_document();

CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was made stays: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER document_stays BEFORE UPDATE ON cases_document FOR EACH ROW
    WHEN (OLD.sha256 <> '' OR to_jsonb(OLD.*) - 'sha256' IS DISTINCT FROM to_jsonb(NEW.*) - 'sha256')
    EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_not_deleted BEFORE DELETE ON cases_document
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON cases_document
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_template_stays BEFORE UPDATE OR DELETE ON cases_document_template FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER document_template_no_truncate BEFORE TRUNCATE ON cases_document_template
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER archive_stays BEFORE UPDATE OR DELETE ON cases_archive
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER archive_no_truncate BEFORE TRUNCATE ON cases_archive
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
"""

BACKWARD = """
DROP TRIGGER document_is_numbered ON cases_document;
DROP TRIGGER document_stays ON cases_document;
DROP TRIGGER document_not_deleted ON cases_document;
DROP TRIGGER document_no_truncate ON cases_document;
DROP TRIGGER document_template_stays ON cases_document_template;
DROP TRIGGER document_template_no_truncate ON cases_document_template;
DROP TRIGGER archive_stays ON cases_archive;
DROP TRIGGER archive_no_truncate ON cases_archive;
DROP FUNCTION cases_number_document();
DROP FUNCTION cases_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_every_way_an_application_can_go"),
        ("matters", "0002_journal_is_append_only"),
        ("parties", "0006_document_mark"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("version", models.IntegerField()),
                ("source", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("effective_from", models.DateField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.official",
                    ),
                ),
            ],
            options={
                "db_table": "cases_document_template",
                "indexes": [
                    models.Index(
                        F("kind"), F("effective_from").desc(), F("version").desc(), name="document_template_of_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "version"), name="document_template_version"),
                    models.UniqueConstraint(
                        condition=Q(("published_at", None)), fields=("kind",), name="document_template_draft"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("published_at", None), ("effective_from", None)),
                            Q(("published_at__isnull", False), ("effective_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_template_in_effect_when_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.CharField(max_length=80)),
                ("year", models.SmallIntegerField()),
                ("last", models.IntegerField()),
            ],
            options={
                "db_table": "cases_document_series",
                "constraints": [models.UniqueConstraint(fields=("prefix", "year"), name="document_series_once")],
            },
        ),
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archives",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "cases_archive",
                "constraints": [models.UniqueConstraint(fields=("matter", "version"), name="archive_once")],
            },
        ),
        migrations.AddField("document", "key", models.CharField(max_length=80, default=""), preserve_default=False),
        migrations.AddField("document", "data", models.JSONField(default=dict)),
        migrations.AddField("document", "entry_sequence", models.IntegerField(default=0), preserve_default=False),
        migrations.AddField(
            "document",
            "authority",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.authority",
            ),
        ),
        migrations.AddField(
            "document",
            "template",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.documenttemplate",
            ),
        ),
        migrations.AlterField("document", "sha256", models.CharField(blank=True, default="", max_length=64)),
        migrations.RunSQL(FORWARD, BACKWARD),
        # What was just filled in leaves checks of references behind, with which a table cannot be altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("document", "key", models.CharField(max_length=80, unique=True)),
        migrations.AlterField("document", "number", models.CharField(max_length=120, unique=True)),
        migrations.AlterField(
            "document",
            "authority",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.authority",
            ),
        ),
    ]
