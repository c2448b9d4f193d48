"""Asking the customer after the work: what is due, who called, what was answered."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet

STAFF = settings.AUTH_USER_MODEL


class Way(models.TextChoices):
    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门")
    LINK = "link", _("客户链接")


STARS = [(5, _("非常满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("非常不满意"))]


class FollowUpQuerySet(ScopedQuerySet):
    def due(self) -> Self:
        return self.filter(state=FollowUp.State.DUE)

    def callable(self, *, now: datetime) -> Self:
        """Due, and not put off to a later time."""
        return self.due().filter(not_before__lte=now)

    def after_work(self) -> Self:
        """About a case; samples of households are apart."""
        return self.filter(kind__in=FollowUp.ABOUT_CASES)

    def samples(self) -> Self:
        return self.filter(kind=FollowUp.Kind.SAMPLE)

    def not_reached(self) -> Self:
        return self.filter(state=FollowUp.State.NOT_REACHED)


class FollowUp(EstateRow):
    """One call to make: about one finished round of a case, or, in a sample, to a household without a cause.

    A sample has no case but a `unit`, the `plan` that drew it, and the `month` (its first day) in which it is to be
    called: no household twice in one. `excluded` holds the staff who did the work or are answerable for it: they do
    not ask about their own work.
    """

    class Kind(models.TextChoices):
        AFTER = "after", _("办结回访")
        AGAIN = "again", _("复访")
        SAMPLE = "sample", _("抽样回访")

    class Plan(models.TextChoices):
        MONTH = "month", _("每月抽样")
        QUARTER = "quarter", _("每季抽样")
        YEAR = "year", _("年度普访")
        NEW = "new", _("新住户")
        COMPLAINT = "complaint", _("投诉客户")
        OLD = "old", _("老住户")

    class State(models.TextChoices):
        DUE = "due", _("待回访")
        ANSWERED = "answered", _("已回访")
        NOT_REACHED = "not_reached", _("未能回访")
        CANCELLED = "cancelled", _("已取消")

    ABOUT_CASES = ("after", "again")

    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        related_name="followups",
        verbose_name=_("事项"),
        db_index=False,
    )
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, related_name="+", verbose_name=_("房号"), db_index=False
    )
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("客户"), db_index=False
    )
    plan = models.CharField(_("抽样计划"), max_length=10, choices=Plan, blank=True)
    month = models.DateField(_("回访月份"), null=True)
    cycle = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    kind = models.CharField(_("回访类型"), max_length=8, choices=Kind, default=Kind.AFTER)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DUE)
    opened_at = models.DateTimeField(_("产生时间"))
    not_before = models.DateTimeField(_("不早于"))
    due_at = models.DateTimeField(_("回访时限"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    attempts_needed = models.PositiveSmallIntegerField(default=3)
    assignee = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="followups", verbose_name=_("回访人")
    )
    excluded = ArrayField(models.BigIntegerField(), default=list, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("回访")
        constraints = [
            models.UniqueConstraint(fields=["case", "cycle", "kind"], name="followup_once"),
            models.CheckConstraint(
                condition=Q(state="due", ended_at=None) | (~Q(state="due") & Q(ended_at__isnull=False)),
                name="followup_ended_unless_due",
            ),
            models.CheckConstraint(
                condition=Q(kind="sample", case=None, unit__isnull=False, month__isnull=False)
                | (~Q(kind="sample") & Q(case__isnull=False)),
                name="followup_case_or_household",
            ),
            models.UniqueConstraint(
                fields=["unit", "month"], condition=Q(kind="sample"), name="followup_household_once_a_month"
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "due_at", "id"],
                condition=Q(state="due", kind__in=["after", "again"]),
                name="followup_estate_due",
            ),
            models.Index(
                fields=["company", "due_at", "id"],
                condition=Q(state="due", kind__in=["after", "again"]),
                name="followup_company_due",
            ),
            models.Index(
                fields=["company", "due_at", "id"],
                include=["estate", "not_before"],
                condition=Q(state="due", kind="sample"),
                name="followup_sample_due",
            ),
            models.Index(
                fields=["company", "due_at"],
                include=["estate", "state", "ended_at", "kind"],
                name="followup_period",
            ),
            models.Index(
                fields=["company", "-ended_at", "-id"],
                condition=Q(state="not_reached"),
                name="followup_missed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case_id or self.unit_id}/{self.cycle}"

    @property
    def subject(self) -> str:
        """What is asked about: the case's title, or the plan of the sample."""
        return self.case.title if self.case else self.get_plan_display()

    @property
    def where(self) -> str:
        return self.case.where if self.case else str(self.unit)

    @property
    def who(self) -> str:
        """Whom to ask for; empty when nobody is known."""
        customer = self.case.customer if self.case else self.customer
        return customer.name if customer else self.case.caller_name if self.case else ""

    @property
    def is_open(self) -> bool:
        """An answer is still welcome: also after nobody was reached."""
        return self.state in (self.State.DUE, self.State.NOT_REACHED)

    def is_late(self, *, now: datetime) -> bool:
        return self.state == self.State.DUE and self.due_at < now


class Attempt(EstateRow):
    """One try to reach the customer that brought no answer."""

    class Outcome(models.TextChoices):
        NO_ANSWER = "no_answer", _("无人接听")
        BUSY = "busy", _("占线/挂断")
        LATER = "later", _("客户请稍后再打")
        REFUSED = "refused", _("客户不愿接受回访")

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="attempts")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", verbose_name=_("回访人"))
    way = models.CharField(_("方式"), max_length=6, choices=Way, default=Way.PHONE)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    next_at = models.DateTimeField(_("下次联系"), null=True, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("回访记录")
        indexes = [models.Index(fields=["followup", "at"], name="attempt_order")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.get_outcome_display()}"

    @property
    def is_failed_call(self) -> bool:
        return self.way == Way.PHONE and self.outcome in (self.Outcome.NO_ANSWER, self.Outcome.BUSY)


class Answer(EstateRow):
    """What the customer said. One per follow-up, kept so by the database.

    `case` is what a dissatisfied household of a sample opened by its answer.
    """

    class Opens(models.TextChoices):
        COMPLAINT = "complaint", _("投诉")
        REPAIR = "repair", _("报修")

    followup = models.OneToOneField(FollowUp, models.PROTECT, related_name="answer")
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", verbose_name=_("回访人"))
    way = models.CharField(_("方式"), max_length=6, choices=Way)
    stars = models.PositiveSmallIntegerField(_("评分"))
    satisfied = models.BooleanField(_("是否满意"))
    words = models.CharField(_("客户意见"), max_length=500, blank=True)
    case = models.OneToOneField(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("由此登记的事项"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("回访结果")
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="answer_stars_1_to_5"),
            models.CheckConstraint(
                condition=Q(way="link", by=None) | (~Q(way="link") & Q(by__isnull=False)),
                name="answer_by_staff_unless_link",
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "at"], include=["estate", "stars", "satisfied"], name="answer_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stars}★"


class LinkToken(EstateRow):
    """A link given to the customer. It brings one answer and then is used up; `code` is worth nothing unsigned."""

    followup = models.ForeignKey(FollowUp, models.PROTECT, related_name="links")
    code = models.CharField(max_length=24, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    sent_to = models.CharField(_("发送到"), max_length=100, blank=True)
    mail = models.OneToOneField("mail.MailLog", models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("客户链接")

    def __str__(self) -> str:
        return f"link {self.followup_id}"

    def is_usable(self, *, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at and self.followup.is_open
