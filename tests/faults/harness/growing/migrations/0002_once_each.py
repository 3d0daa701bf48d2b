from django.db import migrations

# What was done twice, or by half, shows in the sum.
ONCE_EACH = """
ALTER TABLE growing_row ADD COLUMN half boolean;
DO $$
BEGIN
    FOR part IN 0..39 LOOP
        UPDATE growing_row SET times = times + 1, half = id % 2 = 0 WHERE id % 40 = part;
        PERFORM pg_sleep(0.05);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("growing", "0001_rows")]
    operations = [
        migrations.RunSQL(ONCE_EACH, migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE growing_row ALTER COLUMN half SET NOT NULL", migrations.RunSQL.noop),
    ]
