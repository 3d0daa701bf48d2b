from django.contrib.postgres.fields import ArrayField
from django.db import models


class DataRequest(models.Model):
    """What somebody asks of the city as keeper of their data (个人信息保护法 第四十五至四十八条), on its own matter.

    `scope` says what is to be deleted: kept documents, kept answers, drafts. What an action of an authority rests on
    is kept for its time and is no part of it. `deleted` counts what was, by scope.
    """

    class Topic(models.TextChoices):
        DELETE = "delete", "删除"
        EXPLAIN = "explain", "解释说明"

    class Scope(models.TextChoices):
        DOCUMENTS = "documents", "我的空间里的材料"
        ANSWERS = "answers", "以前填写的内容"
        DRAFTS = "drafts", "没有提交的草稿"

    matter = models.OneToOneField("matters.Matter", models.PROTECT, primary_key=True, related_name="data_request")
    topic = models.CharField(max_length=10, choices=Topic.choices)
    scope = ArrayField(models.CharField(max_length=12), default=list)
    text = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    deleted = models.JSONField(default=dict)

    class Meta:
        db_table = "feedback_data_request"
