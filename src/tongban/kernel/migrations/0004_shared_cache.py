from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, which all processes and machines share."""

    dependencies = [("kernel", "0003_parameter")]

    operations = [
        migrations.RunSQL(
            'CREATE TABLE "kernel_cache" ("cache_key" varchar(255) NOT NULL PRIMARY KEY, "value" text NOT NULL,'
            ' "expires" timestamp with time zone NOT NULL);'
            ' CREATE INDEX "kernel_cache_expires" ON "kernel_cache" ("expires");',
            'DROP TABLE "kernel_cache";',
        )
    ]
