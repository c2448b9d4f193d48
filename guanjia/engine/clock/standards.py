"""Calendars and policies: what is set for a company, a branch or an estate. The nearest one counts."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access import EVERYWHERE, Actor
from guanjia.engine.access.rows import EstateOrCompanyRow, ScopedQuerySet
from guanjia.engine.clock.rules import CalendarSpec
from guanjia.engine.clock.targets import Rule

STAFF = settings.AUTH_USER_MODEL
NEAREST = (models.F("estate_id").asc(nulls_last=True), models.F("branch_id").asc(nulls_last=True))


class StandardQuerySet[S: "Standard"](ScopedQuerySet[S]):
    def reaching(self, *, company_id: int, branch_id: int | None, estate_id: int | None) -> Self:
        """What is published for this place or for one above it."""
        here = Q(branch=None, estate=None)
        if branch_id is not None:
            here |= Q(branch_id=branch_id)
        if estate_id is not None:
            here |= Q(estate_id=estate_id)
        return self.filter(here, company_id=company_id, current__isnull=False)

    def nearest(self, *, company_id: int, branch_id: int | None, estate_id: int | None) -> Self:
        """What counts at this place: of each code the estate's own, else its branch's, else the company's."""
        reaching = self.reaching(company_id=company_id, branch_id=branch_id, estate_id=estate_id)
        return reaching.order_by("code", *NEAREST).distinct("code")

    def above(self, one: Any) -> S | None:
        """What would count at its place without it."""
        mine = self.reaching(**one.place).filter(code=one.code).exclude(pk=one.pk)
        return mine.order_by(*NEAREST).first()


class Standard(EstateOrCompanyRow):
    """Something published in versions for one place. Estate and branch empty: for the whole company."""

    branch = models.ForeignKey(
        "places.Branch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("区域")
    )

    class Meta:
        abstract = True

    @property
    def level(self) -> str:
        """estate, branch or company."""
        if self.estate_id is not None:
            return "estate"
        return "company" if self.branch_id is None else "branch"

    @property
    def where(self) -> str:
        """The place it holds for, in words."""
        return str(self.estate or self.branch or _("全公司"))

    @property
    def place(self) -> dict[str, Any]:
        """What `reaching` and `nearest` want to know."""
        branch_id = self.estate.branch_id if self.estate else self.branch_id
        return {"company_id": self.company_id, "branch_id": branch_id, "estate_id": self.estate_id}

    def may_be_changed_by(self, actor: Actor) -> bool:
        """Whether the actor answers for all of the place that this holds for."""
        if actor.estate_ids is EVERYWHERE:
            return bool(self.company_id == actor.company_id)
        return self.estate_id is not None and self.estate_id in actor.estate_ids

    def governs(self) -> Q:
        """Which rows of estates this counts for: those of its place, save where a nearer one has its code."""
        kind: Any = type(self)
        twins = kind.objects.filter(company_id=self.company_id, code=self.code, current__isnull=False)  # type: ignore[attr-defined]
        if self.estate_id is not None:
            return Q(estate_id=self.estate_id)
        here = ~Q(estate_id__in=twins.filter(estate__isnull=False).values("estate_id"))
        if self.branch_id is not None:
            return here & Q(estate__branch_id=self.branch_id)
        branches = twins.filter(branch__isnull=False).values("branch_id")
        return here & Q(company_id=self.company_id) & ~Q(estate__branch_id__in=branches)


class Calendar(Standard):
    """Hours in which clocks run; its versions hold the hours."""

    code = models.SlugField(_("代码"), max_length=20)
    name = models.CharField(_("日历"), max_length=40)
    current = models.ForeignKey(
        "CalendarVersion", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = StandardQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = _("日历")
        ordering = ["code", "estate_id", "branch_id"]
        constraints = [
            models.CheckConstraint(condition=Q(branch=None) | Q(estate=None), name="calendar_one_place"),
            models.UniqueConstraint(
                fields=["company", "branch", "estate", "code"],
                name="calendar_code_once_a_place",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarVersion(EstateOrCompanyRow):
    """The hours as they were published; never changed afterwards."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    zone = models.CharField(_("时区"), max_length=40)
    hours = models.JSONField(_("作息"))
    published_at = models.DateTimeField(_("发布时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("日历版本")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def spec(self) -> CalendarSpec:
        return CalendarSpec.from_json(self.zone, self.hours)


class ClockPolicy(Standard):
    """Which targets apply to which matters; its versions hold the ordered rules."""

    code = models.SlugField(_("代码"), max_length=30)
    name = models.CharField(_("时限标准"), max_length=40)
    current = models.ForeignKey("PolicyVersion", models.PROTECT, null=True, editable=False, related_name="+")

    objects = StandardQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = _("时限标准")
        ordering = ["code", "estate_id", "branch_id"]
        constraints = [
            models.CheckConstraint(condition=Q(branch=None) | Q(estate=None), name="clock_policy_one_place"),
            models.UniqueConstraint(
                fields=["company", "branch", "estate", "code"],
                name="clock_policy_code_once_a_place",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyVersion(EstateOrCompanyRow):
    """The rules as they were published; never changed afterwards."""

    clock_policy = models.ForeignKey(ClockPolicy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    rules = models.JSONField(_("规则"))
    published_at = models.DateTimeField(_("发布时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("时限标准版本")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["clock_policy", "number"], name="policy_version_once")]

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def parsed(self) -> list[Rule]:
        return [Rule.from_json(rule) for rule in self.rules]
