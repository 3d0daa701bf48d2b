from django.db import models


class LampRule(models.Model):
    """When a lamp turns yellow, for one region or ("") for all; the newest in force counts."""

    region_code = models.CharField(max_length=12, blank=True)
    warn_percent = models.PositiveSmallIntegerField(default=20)
    warn_at_least_days = models.PositiveSmallIntegerField(default=1)
    basis = models.CharField(max_length=200, default="local parameter")
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "matters_lamp_rule"
