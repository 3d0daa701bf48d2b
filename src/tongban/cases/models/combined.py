from django.db import models
from django.db.models import Q


class CombinedApplication(models.Model):
    """Several items that somebody applies for in one go (合并申请): what they share is asked and given once.

    Each item has a case of its own, with its own clock, decision and remedy; this row only holds them together until
    they are handed in, and shows them together afterwards.
    """

    number = models.CharField(max_length=32, unique=True)
    applicant_person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    applicant_organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    applicant_name = models.CharField(max_length=200)
    agent = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", null=True, blank=True)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_combined_application"
        constraints = [
            models.CheckConstraint(
                name="combined_has_one_applicant",
                condition=Q(applicant_person__isnull=False, applicant_organisation=None)
                | Q(applicant_person=None, applicant_organisation__isnull=False),
            )
        ]
