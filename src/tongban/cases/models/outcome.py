from django.db import models


class Decision(models.Model):
    """The decision on a case, with reasons, conditions and who took it (行政许可法 第三十八条).

    It is public (第四十条) but for what `withheld` names: {part: ground}. A `deemed` one is the law's own (第五十条).
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", "准予"
        REFUSED = "refused", "不予许可"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("parties.Official", models.PROTECT, related_name="+", null=True, db_index=False)
    decider_name = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    licence_identifier = models.CharField(max_length=120, blank=True)
    deemed = models.BooleanField(default=False)
    withheld = models.JSONField(default=dict)

    class Meta:
        db_table = "cases_decision"
        indexes = [
            models.Index(
                fields=["-decided_at", "-matter"], name="decision_public", condition=models.Q(outcome="granted")
            )
        ]


class Delivery(models.Model):
    """How the result was sent out, when and to whom it was delivered (送达回证); on its way until `delivered_at`."""

    class Mode(models.TextChoices):
        SPACE = "space", "电子送达（申请人空间）"
        WINDOW = "window", "窗口领取"
        POST = "post", "邮寄送达"
        NOTICE = "notice", "公告送达"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="delivery")
    mode = models.CharField(max_length=10, choices=Mode.choices)
    receiver = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    pickup_code = models.CharField(max_length=12, blank=True)
    courier = models.CharField(max_length=60, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_delivery"
