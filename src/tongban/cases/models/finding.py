from django.db import models

from tongban.cases.rules.resolving import OUTCOMES, PATHS


class MaterialFinding(models.Model):
    """What one way around a material brought in one attempt to find it (免证办): a row for each way that was tried.

    `source` names the licence, the register or the department; `evidence` is the licence's identifier, the register's
    row, the kept document or the assistance matter, `copy` the purpose-bound copy that was made of a licence. A shown
    attempt is never changed: a new one is written beside it.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="material_findings")
    code = models.CharField(max_length=60)
    path = models.CharField(max_length=12)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    copy = models.CharField(max_length=120, blank=True)
    as_of = models.DateField(null=True)
    at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "cases_material_finding"
        constraints = [
            models.UniqueConstraint(fields=["matter", "attempt", "code", "path"], name="finding_once_an_attempt"),
            models.CheckConstraint(condition=models.Q(path__in=list(PATHS)), name="finding_path_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=list(OUTCOMES)), name="finding_outcome_known"),
        ]
