"""What people keep of the screens."""

from typing import Any, Self
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import models
from django.db.models import Q

from guanjia.engine.access.rows import CompanyRow, ScopedQuerySet

PASSING = frozenset({"after", "before", "export", "print"})


def lasting(query: str) -> list[tuple[str, str]]:
    """What an address says of filters, sort and columns, without the place in the list."""
    return [(key, value) for key, value in parse_qsl(query.removeprefix("?")) if key not in PASSING]


class SavedViewQuerySet(ScopedQuerySet["SavedView"]):
    def usable_by(self, actor: Any, code: str) -> Self:
        """The person's own views of a list, and those that colleagues share."""
        return self.visible_to(actor).filter(Q(staff_id=actor.pk) | Q(shared=True), list=code)


class SavedView(CompanyRow):
    """A list with its filters, sort and columns under a name."""

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    list = models.CharField(max_length=40)
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField("同事也能看到", default=False)
    at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["staff", "list", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name

    def is_shown(self, query: str) -> bool:
        """Whether a list with this address is this view."""
        return sorted(lasting(query)) == sorted(lasting(self.query))
