from django.db import models


class CaseMaterial(models.Model):
    """A file given for a material of the list. What a correction replaces is kept, with the time of its removal.

    `kept_document` is the document of the applicant's space that it was taken from.
    """

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="case_materials")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    kept_document = models.ForeignKey(
        "sharing.KeptDocument", models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        db_table = "cases_material"


class Correction(models.Model):
    """What the applicant was told, once and whole, to put right (一次性告知, 行政许可法 第三十二条)."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="corrections")
    items = models.JSONField()
    note = models.TextField(blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    from_state = models.CharField(max_length=30, default="submitted")

    class Meta:
        db_table = "cases_correction"
