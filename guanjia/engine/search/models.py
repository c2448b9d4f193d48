"""One table of everything that can be found, with the words it can be found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from guanjia.engine.access.rows import CompanyRow


class SearchEntry(CompanyRow):
    """One findable thing. `estate_ids` empty means the whole company. Written in the transaction that writes the thing.

    `terms` holds lexemes made by `engine.search.terms`: suffixes of phones, names, pinyin, initials and room keys, and
    the Chinese words of longer texts, so that one prefix query finds any part.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    estate_ids = ArrayField(models.BigIntegerField(), default=list)
    title = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=240, blank=True)
    rank = models.SmallIntegerField(default=0)
    terms = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]
        indexes = [GinIndex(fields=["terms"], name="search_terms")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"
