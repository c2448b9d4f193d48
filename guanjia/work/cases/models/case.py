"""The trunk: one customer's matter, its steps, its timeline."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet
from guanjia.work.cases.models.lists import Channel, Topic

STAFF = settings.AUTH_USER_MODEL


class CaseQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        return self.filter(state__in=(Case.State.OPEN, Case.State.FINISHED))

    def late(self, *, now: datetime) -> Self:
        return self.open().filter(next_due_at__lt=now)


class Case(EstateRow):
    """One matter being handled under a procedure, from first contact until the customer agrees it is done."""

    class State(models.TextChoices):
        OPEN = "open", _("处理中")
        FINISHED = "finished", _("待回访")
        CLOSED = "closed", _("已办结")
        CANCELLED = "cancelled", _("已作废")
        MERGED = "merged", _("已并入")

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", _("紧急抢修")
        URGENT = "urgent", _("急")
        ORDINARY = "ordinary", _("普通")

    class Severity(models.TextChoices):
        SERIOUS = "serious", _("严重")
        ORDINARY = "ordinary", pgettext_lazy("severity", "一般")

    number = models.CharField(_("编号"), max_length=20)
    procedure_key = models.CharField(_("业务类型"), max_length=40, help_text="code@version")
    procedure = models.CharField(_("规程代码"), max_length=30)
    topic = models.CharField(_("事项类别"), max_length=20, choices=Topic, default=Topic.OTHER)
    title = models.CharField(_("标题"), max_length=120)
    words = models.TextField(_("诉求内容"), blank=True)
    urgency = models.CharField(_("紧急程度"), max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    severity = models.CharField(_("严重程度"), max_length=10, choices=Severity, default=Severity.ORDINARY)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel, default=Channel.PHONE)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    place = models.CharField(_("地点"), max_length=120, blank=True)
    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    caller_name = models.CharField(_("来电人"), max_length=60, blank=True)
    caller_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    answers = models.JSONField(_("表单内容"), default=dict, blank=True)
    first_owner = models.ForeignKey(
        STAFF,
        models.PROTECT,
        null=True,
        related_name="first_owned",
        verbose_name=_("首问责任人"),
        db_index=False,
    )
    department = models.ForeignKey(
        "team.Department", models.PROTECT, null=True, blank=True, verbose_name=_("责任部门"), db_index=False
    )
    handler = models.ForeignKey(
        STAFF,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handling",
        verbose_name=_("当前经办人"),
        db_index=False,
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)
    cycle = models.PositiveSmallIntegerField(_("第几轮"), default=1)
    promised_at = models.DateTimeField(_("客户约定时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("受理时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("最近时限"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", db_index=False
    )
    incident = models.ForeignKey(
        "Incident", models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("事项")
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="case_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(state="merged") | Q(merged_into=None), name="case_merged_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["company", "-opened_at", "-id"],
                include=["estate", "department", "procedure"],
                name="case_company_newest",
            ),
            models.Index(
                fields=["company", "finished_at"],
                include=["estate", "department", "procedure"],
                condition=Q(finished_at__isnull=False),
                name="case_finished",
            ),
            models.Index(
                fields=["company", "estate"],
                name="case_open_now",
                condition=Q(state__in=["open", "finished"]),
                include=["state", "department", "handler", "procedure", "next_due_at", "opened_at"],
            ),
            models.Index(fields=["estate", "-opened_at", "-id"], name="case_estate_newest"),
            models.Index(
                fields=["estate", "next_due_at"], condition=Q(state__in=["open", "finished"]), name="case_due"
            ),
            models.Index(
                fields=["company", "next_due_at"],
                condition=Q(state__in=["open", "finished"]),
                name="case_due_all",
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_customer"),
            models.Index(fields=["unit", "topic", "-opened_at"], name="case_unit_topic"),
            models.Index(fields=["handler", "-opened_at", "-id"], name="case_handler"),
            models.Index(
                fields=["first_owner"], condition=Q(state__in=["open", "finished"]), name="case_first_owner"
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_merged_into"
            ),
            models.Index(fields=["incident"], condition=Q(incident__isnull=False), name="case_incident"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.CLOSED, self.State.CANCELLED, self.State.MERGED)

    @property
    def where(self) -> str:
        """The home or public place the matter is about."""
        return self.unit.spoken_address if self.unit else self.place


class Step(EstateRow):
    """A place in the procedure waiting for somebody; once done, the fact of who did what when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    code = models.CharField(_("环节"), max_length=40)
    role = models.CharField(_("岗位"), max_length=60)
    cycle = models.PositiveSmallIntegerField(default=1)
    assignee = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="steps", db_index=False
    )
    entered_at = models.DateTimeField(_("进入时间"))
    due_at = models.DateTimeField(_("时限"), null=True, blank=True)
    wake_at = models.DateTimeField(_("等到"), null=True, blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    done_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answers = models.JSONField(default=dict, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("环节")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(done_at=None, cancelled_at=None), name="step_open_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_at"], condition=Q(done_at=None, cancelled_at=None), name="step_mine"
            ),
            models.Index(
                fields=["estate", "role", "due_at"],
                condition=Q(done_at=None, cancelled_at=None),
                name="step_role",
            ),
            models.Index(
                fields=["company", "role", "due_at"],
                condition=Q(done_at=None, cancelled_at=None),
                name="step_role_all",
            ),
            models.Index(
                fields=["wake_at"],
                condition=Q(done_at=None, cancelled_at=None, wake_at__isnull=False),
                name="step_wake",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TimelineEntry(EstateRow):
    """One line of a case's story. `kind` names what happened; `data` holds what a template needs to show it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="timeline", db_index=False)
    at = models.DateTimeField(_("时间"))
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+", db_index=False)
    actor_name = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(_("客户可见"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("时间线")
        indexes = [
            models.Index(fields=["case", "at", "id"], name="timeline_order"),
            models.Index(
                fields=["company", "at"],
                include=["estate", "case"],
                condition=Q(kind="reopened"),
                name="timeline_reopened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:30]}"
