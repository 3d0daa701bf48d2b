from django.db import models
from django.db.models import Q

from tongban.credit.rules.records import Kind, Severity


class Record(models.Model):
    """A breach of trust of a person or an organisation (失信记录), with what it rests on and until when it counts.

    It is never deleted: what was repaired stays, with the day and the reason (信用修复管理办法). One matter gives one
    record of a kind.
    """

    person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    kind = models.CharField(max_length=20, choices=[(each.value, each.label) for each in Kind])
    severity = models.CharField(max_length=10, choices=[(each.value, each.label) for each in Severity])
    basis = models.CharField(max_length=300)
    matter_number = models.CharField(max_length=50, blank=True)
    recorded_at = models.DateTimeField()
    repairable_on = models.DateField()
    public_until = models.DateField()
    repaired_at = models.DateTimeField(null=True, blank=True)
    repair_reason = models.TextField(blank=True)

    class Meta:
        db_table = "credit_record"
        indexes = [
            models.Index(fields=["person"], name="credit_of_person", condition=Q(person__isnull=False)),
            models.Index(
                fields=["organisation"], name="credit_of_organisation", condition=Q(organisation__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="credit_of_a_person_or_an_organisation",
                condition=Q(person=None, organisation__isnull=False) | Q(person__isnull=False, organisation=None),
            ),
            models.UniqueConstraint(
                fields=["matter_number", "kind"], condition=~Q(matter_number=""), name="credit_once_for_a_matter"
            ),
            models.CheckConstraint(
                name="credit_repaired_for_a_reason",
                condition=Q(repaired_at=None, repair_reason="") | (Q(repaired_at__isnull=False) & ~Q(repair_reason="")),
            ),
        ]
