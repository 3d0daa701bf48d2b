from django.db import models


class Proposal(models.Model):
    """What one asks for and another decides (提请): a refusal at the window, a withdrawal, a voiding, an extension.

    Open until it is answered; who made it may not answer it. `facts` are what the kind needs: days, ground, authority.
    """

    class Kind(models.TextChoices):
        REFUSAL = "refusal", "不予受理"
        WITHDRAWAL = "withdrawal", "撤回"
        VOIDING = "voiding", "作废"
        EXTENSION = "extension", "延期"

    class Outcome(models.TextChoices):
        APPROVED = "approved", "同意"
        DECLINED = "declined", "不同意"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.TextField()
    facts = models.JSONField(default=dict)
    made_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    made_by_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind"], condition=models.Q(answered_at=None), name="proposal_one_open_of_a_kind"
            )
        ]
