from django.db import models


class Review(models.Model):
    """One step of the review by one authority; open from `opened_on` until an opinion is given.

    Its due day is that of the matter's clock of kind "step" whose subject is `step_code`: one clock for each round.
    `round` 2 is the one time that the lead may ask again; `conditions` bind a grant.
    """

    class Opinion(models.TextChoices):
        AGREE = "agree", "同意"
        WITH_CONDITIONS = "agree_with_conditions", "有条件同意"
        DISAGREE = "disagree", "不同意"

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="reviews")
    step_code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+", db_index=False)
    lead = models.BooleanField(default=False)
    after = models.JSONField(default=list)
    days = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    asked = models.TextField(blank=True)
    opened_on = models.DateField(null=True, blank=True)
    opinion = models.CharField(max_length=30, choices=Opinion.choices, blank=True)
    text = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    reviewer = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    reviewer_name = models.CharField(max_length=100, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    # The case is closed: the inboxes look past it (see `sweep_reviews`).
    put_away = models.BooleanField(default=False)

    class Meta:
        db_table = "cases_review"
        constraints = [models.UniqueConstraint(fields=["matter", "step_code", "round"], name="review_once_a_round")]
        indexes = [
            models.Index(
                fields=["authority", "matter"],
                name="review_open",
                condition=models.Q(given_at=None, opened_on__isnull=False),
            ),
            models.Index(fields=["authority", "matter"], name="review_at_hand", condition=models.Q(put_away=False)),
        ]
