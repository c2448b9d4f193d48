"""One table of everything that can be found, with the words it can be found by."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchEntry(models.Model):
    """One findable thing. Empty `estate_ids` means the whole company. Written with the thing, in its transaction.

    `terms` holds lexemes made by `engine.search.terms`, each led by the letter of its kind.

    There is no row security here: `@@` is not leakproof, so under a policy PostgreSQL may not use the text index.
    The lock is the view `search_visible`, which applies the same scope and is the only thing `find` reads.
    """

    company = models.ForeignKey("places.Company", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    estate_ids = ArrayField(models.BigIntegerField(), default=list)
    title = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=240, blank=True)
    terms = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["terms"], name="search_terms", fastupdate=False),
            models.Index(fields=["company", "kind", "-object_id"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"
