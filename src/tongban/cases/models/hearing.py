from django.db import models

from tongban.kernel.sealing import SealedCharField


class Hearing(models.Model):
    """A hearing (听证, 行政许可法 第四十六条至第四十八条): told, asked for, convened, held and minuted."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="hearings")
    told_at = models.DateTimeField()
    ask_until = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    convene_until = models.DateField(null=True, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    public = models.BooleanField(default=True)
    host = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    host_name = models.CharField(max_length=100, blank=True)
    minutes = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_hearing"


class ThirdParty(models.Model):
    """Somebody whose important interests the licence touches directly (利害关系人, 行政许可法 第三十六条)."""

    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="third_parties")
    name = models.CharField(max_length=200)
    phone = SealedCharField(max_length=40, blank=True)
    interest = models.TextField()
    told_at = models.DateTimeField()
    answer_until = models.DateField()
    statement = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_third_party"
