"""The same rows as a plain Django developer would keep them: what we list them by, and the indexes that Django makes.

A plain index on the due date is left out: it would make the database walk years of closed cases in its order, and a
page take half a minute.
"""

from django.db import models


class PlainMatter(models.Model):
    number = models.CharField(max_length=50, unique=True)
    state = models.CharField(max_length=30)
    owner = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+")
    holder = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True)
    applicant_person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", null=True)
    applicant_organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", null=True)
    applicant_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    warn_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "inbox"


class PlainCase(models.Model):
    matter = models.OneToOneField(PlainMatter, models.PROTECT, primary_key=True, related_name="case")
    version = models.ForeignKey("catalogue.Version", models.PROTECT, related_name="+")
    task_code = models.CharField(max_length=36)
    received_at = models.DateTimeField(null=True)
    clerk = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True)

    class Meta:
        app_label = "inbox"


class PlainReview(models.Model):
    matter = models.ForeignKey(PlainMatter, models.PROTECT, related_name="reviews")
    authority = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+")
    opened_on = models.DateField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "inbox"
