"""What is said to be wrong in a register."""

from __future__ import annotations

from django.db import models

from tongban.kernel.sealing import SealedCharField, SealedJSONField
from tongban.sharing.models.registers import Register


class DataCorrection(models.Model):
    """Somebody says that a register is wrong (校核纠错); a matter that its provider owes an answer.

    The subject is the matter's applicant, who says so its agent or `official`. `row` names the row of the register,
    `held` is what it told, `given` what is said to be right, `corrected` what it says since.
    """

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="data_correction")
    register = models.ForeignKey(Register, models.PROTECT, related_name="corrections")
    row = models.CharField(max_length=80)
    element = models.CharField(max_length=80)
    subject_code = SealedCharField(max_length=18, public_codes=True)
    held = SealedJSONField(null=True)
    given = SealedJSONField(null=True)
    corrected = SealedJSONField(null=True)
    note = models.TextField(blank=True)
    case_number = models.CharField(max_length=50, blank=True)
    official = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "校核纠错"
        verbose_name_plural = "校核纠错"
        indexes = [models.Index(fields=["subject_code"], name="correction_by_subject")]

    def __str__(self) -> str:
        return f"{self.pk}"
