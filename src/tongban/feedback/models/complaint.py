from django.db import models


class Complaint(models.Model):
    """What an applicant asks or complains of in a case (留言、投诉), on a matter of its own, with the answer."""

    class Topic(models.TextChoices):
        QUESTION = "question", "留言咨询"
        COMPLAINT = "complaint", "投诉"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="complaint")
    about = models.ForeignKey("matters.Matter", models.PROTECT, related_name="complaints")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "feedback_complaint"
