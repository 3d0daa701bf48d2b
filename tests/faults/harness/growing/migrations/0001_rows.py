from django.db import migrations

ROWS = """
CREATE TABLE growing_row (id integer PRIMARY KEY, times integer NOT NULL);
INSERT INTO growing_row SELECT id, 0 FROM generate_series(1, 2000) AS id;
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(ROWS, "DROP TABLE growing_row")]
