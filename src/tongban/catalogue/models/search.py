"""What a search looks at: one row per implementation in use, rebuilt from its version."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchDocument(models.Model):
    """The searchable form of an implementation's current version; it can be thrown away and built again.

    `tokens` has the name's characters, pairs and words at weight A, those of the aliases at B, the words
    of the body at C. `grams` serves words with a wrong character. `alias_keys`, `initials` and `pinyin` are
    words between blanks (" wml wajue "): one index finds a whole word, its beginning and its middle.
    """

    implementation = models.OneToOneField(
        "catalogue.Implementation", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    name_key = models.TextField()
    alias_keys = models.TextField()
    initials = models.TextField()
    pinyin = models.TextField()
    tokens = SearchVectorField()
    grams = ArrayField(models.TextField())
    region_code = models.CharField(max_length=12)
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="+")
    audience = ArrayField(models.CharField(max_length=30))
    themes = ArrayField(models.CharField(max_length=50))
    instance = models.CharField(max_length=10)
    online_depth = ArrayField(models.CharField(max_length=1), default=list)

    class Meta:
        verbose_name = "检索文档"
        verbose_name_plural = "检索文档"
        # Whoever writes documents empties the lists of pending entries at once, so that no search has to go through them.
        indexes = [
            GinIndex(fields=["tokens"], name="search_tokens"),
            GinIndex(fields=["grams"], name="search_grams"),
            GinIndex(fields=["initials"], opclasses=["gin_trgm_ops"], name="search_initials"),
            GinIndex(fields=["pinyin"], opclasses=["gin_trgm_ops"], name="search_pinyin"),
            GinIndex(fields=["themes"], name="search_themes"),
            models.Index(fields=["region_code"], name="search_region"),
        ]

    def __str__(self) -> str:
        return self.name_key


class Synonym(models.Model):
    """A word that people type for what the catalogue calls otherwise (同义词), folded as queries are."""

    word = models.CharField(max_length=60, unique=True)
    means = ArrayField(models.CharField(max_length=60))
    added_by = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["word"]
        verbose_name = "同义词"
        verbose_name_plural = "同义词"

    def __str__(self) -> str:
        return self.word


class EmptySearch(models.Model):
    """Words that found nothing (零结果检索), and how often; long numbers, which may be somebody's, are left out."""

    words = models.CharField(max_length=60, unique=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-times", "words"]
        verbose_name = "零结果检索"
        verbose_name_plural = "零结果检索"

    def __str__(self) -> str:
        return self.words
