from django.db import models


class Challenge(models.Model):
    """An administrative reconsideration or a lawsuit about the case (行政复议、行政诉讼), with outcome and effect.

    `redone_at` is when the case went back to be decided anew, where the outcome asks for that.
    """

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LITIGATION = "litigation", "行政诉讼"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持或驳回"
        REVOKED = "revoked", "撤销"
        ALTERED = "altered", "变更"
        UNLAWFUL = "unlawful", "确认违法"
        TO_REDO = "to_redo", "责令重新作出"
        WITHDRAWN = "withdrawn", "申请人撤回"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="challenges")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    body = models.CharField(max_length=200)
    number = models.CharField(max_length=100)
    lodged_on = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    effect = models.TextField(blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    redone_at = models.DateTimeField(null=True, blank=True)
    redo_reason = models.TextField(blank=True)

    class Meta:
        db_table = "cases_challenge"
