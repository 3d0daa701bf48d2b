"""What a search looks at, rebuilt from the versions in use, and what people type for it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchText(models.Model):
    """What versions in use say alike, in the form that a search looks at; it can be thrown away and built again.

    An item that many authorities carry out is mostly said in the same words: they are kept, and looked through, once.
    `digest` is the SHA-256 of what the row was made from. `tokens` has the name's characters, pairs and words at
    weight A, those of the aliases at B, the words of the body at C, and how names and aliases sound, in letters.
    `grams` serves words with a wrong character. By the others what was found is put in order: `alias_keys`, `initials`
    and `pinyin` are words between blanks (" wml pl "), so that a whole word, its beginning and its middle are told.
    """

    digest = models.CharField(max_length=64, unique=True)
    name_key = models.TextField()
    alias_keys = models.TextField()
    initials = models.TextField()
    pinyin = models.TextField()
    tokens = SearchVectorField()
    grams = ArrayField(models.TextField())
    audience = ArrayField(models.CharField(max_length=30))
    themes = ArrayField(models.CharField(max_length=50))
    instance = models.CharField(max_length=10)
    online_depth = ArrayField(models.CharField(max_length=1), default=list)

    class Meta:
        verbose_name = "检索文本"
        verbose_name_plural = "检索文本"
        # Written in bulk and read all day: no list of pending entries that every search has to go through.
        indexes = [
            GinIndex(fields=["tokens"], fastupdate=False, name="search_tokens"),
            GinIndex(fields=["grams"], fastupdate=False, name="search_grams"),
            GinIndex(fields=["themes"], fastupdate=False, name="search_themes"),
        ]

    def __str__(self) -> str:
        return self.name_key


class SearchDocument(models.Model):
    """An implementation in use as a search finds it: what it says, whose it is and where; `level` is the region's."""

    implementation = models.OneToOneField(
        "catalogue.Implementation", on_delete=models.CASCADE, primary_key=True, related_name="search_document"
    )
    text = models.ForeignKey(SearchText, on_delete=models.PROTECT, related_name="documents", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    authority = models.ForeignKey("parties.Authority", on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "检索文档"
        verbose_name_plural = "检索文档"
        # All that is asked of the documents of a text stands in the index: the rows themselves are not read.
        indexes = [
            models.Index(
                fields=["text"],
                include=["implementation", "item", "authority", "region_code", "level"],
                name="search_documents",
            ),
            models.Index(fields=["region_code"], name="search_region"),
        ]

    def __str__(self) -> str:
        return f"{self.implementation_id} at {self.region_code}"


class Offering(models.Model):
    """How much the city offers: one row, counted again whenever the search documents are built or changed.

    `themes` holds by theme the base items in use under it.
    """

    items = models.PositiveIntegerField()
    online = models.PositiveIntegerField()
    authorities = models.PositiveIntegerField()
    themes = models.JSONField()

    class Meta:
        verbose_name = "提供概况"
        verbose_name_plural = "提供概况"

    def __str__(self) -> str:
        return f"{self.items} items of {self.authorities} authorities"


class Synonym(models.Model):
    """A word that people type for what the catalogue calls otherwise (同义词), folded as queries are.

    A change is a new row in place of the old, so that the highest id tells whether anything has changed; a word that
    was taken away stands for nothing.
    """

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
