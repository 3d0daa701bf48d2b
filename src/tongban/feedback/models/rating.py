from django.db import models


class Rating(models.Model):
    """What an applicant says of a service (好差评, GB/T 39734; levels of GB/T 39046 A.8: 1 is best, 5 worst).

    Voluntary, without a default, and the evaluator is not shown to those who are rated.
    """

    class Level(models.IntegerChoices):
        VERY_SATISFIED = 1, "非常满意"
        SATISFIED = 2, "满意"
        FAIRLY_SATISFIED = 3, "基本满意"
        DISSATISFIED = 4, "不满意"
        VERY_DISSATISFIED = 5, "非常不满意"

    class Channel(models.TextChoices):
        WEB = "web", "PC端"
        MOBILE = "mobile", "移动服务端"
        API = "api", "接口"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, related_name="rating")
    task_code = models.CharField(max_length=36)
    owner = models.ForeignKey("parties.Authority", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    text = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    rated_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        db_table = "feedback_rating"
        indexes = [models.Index(fields=["task_code", "level"], name="rating_of_item")]
        constraints = [models.CheckConstraint(name="rating_level_known", condition=models.Q(level__range=(1, 5)))]
