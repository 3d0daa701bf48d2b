from django.db import models
from django.db.models import Q


class Matter(models.Model):
    """What government owes somebody: an owner, a state, a clock, a lamp and a trace.

    `due_on`, `warn_on` and `paused_on` are projections of the clock and pause rows, stored at each step so that
    inboxes and sweeps are index scans; they can be recomputed at any time. `finished_on` is the day of the answer
    (the decision, not its delivery) and is judged by `answer_due_on`, the day that was owed then. `version` counts
    the journal entries and guards the whole: a step is written only on the version that was read.
    """

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=50, unique=True)
    state = models.CharField(max_length=30)
    region = models.ForeignKey("parties.Region", models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(
        "parties.Official", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    applicant_person = models.ForeignKey(
        "parties.Person", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    applicant_organisation = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    agent = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    applicant_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    warn_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "matters_matter"
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="matter_open_owner", condition=Q(closed_at=None)),
            models.Index(fields=["holder", "due_on"], name="matter_open_holder", condition=Q(closed_at=None)),
            # Whoever watches the whole house lists, counts and sweeps what is at hand from this index alone; what was
            # not handed in is nobody's work, and to look at its state would double the time of a count.
            models.Index(
                fields=["kind", "due_on", "id"],
                include=["owner", "warn_on", "paused_on", "finished_on", "answer_due_on"],
                name="matter_at_hand",
                condition=Q(closed_at=None) & ~Q(state="draft"),
            ),
            models.Index(
                fields=["applicant_person", "-opened_at"],
                name="matter_of_person",
                condition=Q(applicant_person__isnull=False),
            ),
            models.Index(
                fields=["applicant_organisation", "-opened_at"],
                name="matter_of_organisation",
                condition=Q(applicant_organisation__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_one_applicant",
                condition=Q(applicant_person=None) | Q(applicant_organisation=None),
            )
        ]

    def __str__(self) -> str:
        return self.number
