"""The bases of all tenant tables, and how a row's home decides who sees it.

Each base states its scope twice: as a Django filter (first lock) and as a PostgreSQL policy (third lock).
The distribution key of every tenant table is `company_id`. Company and estate have no index by themselves: one company
owns nearly all rows, and every write would pay for it. A table that is asked by estate names the index it needs.
"""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.actor import EVERYWHERE, Actor

SYSTEM = "(SELECT guanjia_system())"
COMPANY = "company_id = (SELECT guanjia_company())"
ANYWHERE = "(SELECT guanjia_everywhere())"
MINE = "(SELECT guanjia_estates())::bigint[]"


class ScopedQuerySet[M: models.Model](models.QuerySet[M]):
    """`visible_to` is the only door from views and API."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(self.model.scope(actor))  # type: ignore[attr-defined]


class CompanyRow(models.Model):
    """A row that all staff of one company may see."""

    company = models.ForeignKey(
        "places.Company", models.PROTECT, related_name="+", verbose_name=_("公司"), db_index=False
    )

    objects = ScopedQuerySet.as_manager()
    row_policy: ClassVar[str] = f"{SYSTEM} OR {COMPANY}"

    class Meta:
        abstract = True

    @classmethod
    def scope(cls, actor: Actor) -> Q:
        return Q(company_id=actor.company_id)


class EstateRow(CompanyRow):
    """A row of one estate, seen by the staff of that estate."""

    estate = models.ForeignKey(
        "places.Estate", models.PROTECT, related_name="+", verbose_name=_("项目"), db_index=False
    )

    row_policy: ClassVar[str] = f"{SYSTEM} OR ({COMPANY} AND ({ANYWHERE} OR estate_id = ANY ({MINE})))"

    class Meta:
        abstract = True

    @classmethod
    def scope(cls, actor: Actor) -> Q:
        if actor.estate_ids is EVERYWHERE:
            return Q(company_id=actor.company_id)
        return Q(company_id=actor.company_id, estate_id__in=actor.estate_ids)


class EstateOrCompanyRow(EstateRow):
    """A row of one estate, or (estate empty) of the whole company."""

    estate = models.ForeignKey(  # type: ignore[assignment]
        "places.Estate",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("项目"),
        db_index=False,
    )

    row_policy: ClassVar[str] = (
        f"{SYSTEM} OR ({COMPANY} AND ({ANYWHERE} OR estate_id IS NULL OR estate_id = ANY ({MINE})))"
    )

    class Meta:
        abstract = True

    @classmethod
    def scope(cls, actor: Actor) -> Q:
        if actor.estate_ids is EVERYWHERE:
            return Q(company_id=actor.company_id)
        here = Q(estate_id__isnull=True) | Q(estate_id__in=actor.estate_ids)
        return Q(company_id=actor.company_id) & here
