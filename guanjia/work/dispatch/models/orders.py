"""The order: field work given to a department or a technician."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.rows import EstateRow, ScopedQuerySet

STAFF = settings.AUTH_USER_MODEL


class OrderQuerySet(ScopedQuerySet):
    def live(self) -> Self:
        return self.filter(state__in=WorkOrder.LIVE)

    def breaking_promise(self, now: datetime) -> Self:
        """Orders whose contractor has let his date pass, and nobody has been told of it."""
        return self.filter(state="sent", promise_missed_at=None, promised_until__lt=now)

    def of(self, technician) -> Self:
        """The technician's work in hand, by time and place."""
        return self.live().filter(technician=technician)

    def with_place(self) -> Self:
        """Everything a card shows, in the same statement."""
        return self.select_related(
            "case__unit__building",
            "case__customer",
            "department",
            "technician",
            "contractor",
            "estate",
            "case",
        )


class WorkOrder(EstateRow):
    """Field work of one case, given to a department's pool or to a technician.

    `changed_at` is when the last thing was done in the field (the phone may tell it late); `version` counts changes,
    so that two dispatchers never overwrite each other.
    """

    class State(models.TextChoices):
        POOLED = "pooled", _("待派")
        ASSIGNED = "assigned", _("待接单")
        ACCEPTED = "accepted", _("已接单")
        ON_THE_WAY = "on_the_way", _("在路上")
        ARRIVED = "arrived", _("作业中")
        PAUSED = "paused", pgettext_lazy("state", "暂停")
        TO_SEND = "to_send", _("待发外部单位")
        SENT = "sent", _("外部单位处理中")
        DONE = "done", _("已完工")
        CANCELLED = "cancelled", _("已取消")

    class Kind(models.TextChoices):
        HOME = "home", _("入户")
        PUBLIC = "public", _("公共区域")
        EQUIPMENT = "equipment", _("设备")

    class Executor(models.TextChoices):
        OWN = "own", _("本公司")
        CONTRACTOR = "contractor", _("外部单位")

    IN_HAND = ("assigned", "accepted", "on_the_way", "arrived", "paused")
    OURS = ("pooled", *IN_HAND)
    OUTSIDE = ("to_send", "sent")
    LIVE = (*OURS, *OUTSIDE)

    number = models.CharField(_("派工单号"), max_length=20)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="orders", verbose_name=_("事项"), db_index=False
    )
    step = models.OneToOneField("cases.Step", models.PROTECT, null=True, blank=True, related_name="order")
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.HOME)
    task = models.CharField(_("工作内容"), max_length=200)
    standard = models.TextField(_("作业标准"), blank=True)
    department = models.ForeignKey(
        "team.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("部门"),
        db_index=False,
    )
    technician = models.ForeignKey(
        STAFF,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("师傅"),
        db_index=False,
    )
    executor = models.CharField(_("施工方"), max_length=10, choices=Executor, default=Executor.OWN)
    contractor = models.ForeignKey(
        "dispatch.Contractor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("外部维修单位"),
        db_index=False,
    )
    sent_at = models.DateTimeField(_("通知外部单位时间"), null=True, blank=True)
    promised_until = models.DateTimeField(_("外部单位承诺完成时间"), null=True, blank=True)
    promise_missed_at = models.DateTimeField(_("外部单位失约时间"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.POOLED)
    appointed_from = models.DateTimeField(_("预约开始"), null=True, blank=True)
    appointed_until = models.DateTimeField(_("预约结束"), null=True, blank=True)
    created_at = models.DateTimeField(_("派单时间"))
    assigned_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(_("完工时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(_("处理结果"), blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("派工单")
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="order_number_once"),
            models.CheckConstraint(
                condition=~Q(state="pooled") | Q(technician=None), name="order_pool_has_nobody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pooled", "cancelled"])
                | Q(executor="contractor")
                | Q(technician__isnull=False, assigned_at__isnull=False),
                name="order_in_hand_has_technician",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pooled", "assigned", "cancelled"])
                | Q(executor="contractor")
                | Q(accepted_at__isnull=False),
                name="order_worked_was_accepted",
            ),
            models.CheckConstraint(
                condition=Q(executor="own", contractor=None) & ~Q(state__in=["to_send", "sent"])
                | Q(
                    executor="contractor",
                    technician=None,
                    state__in=["to_send", "sent", "done", "cancelled"],
                ),
                name="order_outside_has_no_technician",
            ),
            models.CheckConstraint(
                condition=Q(executor="own")
                | Q(state__in=["to_send", "cancelled"])
                | Q(contractor__isnull=False, sent_at__isnull=False),
                name="order_sent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="order_done_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
                name="order_cancelled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(appointed_until=None) | Q(appointed_until__gte=F("appointed_from")),
                name="order_appointment_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["estate", "state"],
                name="order_live",
                condition=Q(
                    state__in=[
                        "pooled",
                        "assigned",
                        "accepted",
                        "on_the_way",
                        "arrived",
                        "paused",
                        "to_send",
                        "sent",
                    ]
                ),
            ),
            models.Index(fields=["technician", "state"], name="order_technician"),
            models.Index(
                fields=["promised_until"],
                condition=Q(state="sent", promise_missed_at=None, promised_until__isnull=False),
                name="order_promised",
            ),
            models.Index(fields=["estate", "-done_at"], condition=Q(state="done"), name="order_done"),
            models.Index(fields=["case", "-created_at"], name="order_case"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.task}"

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.CANCELLED)

    @property
    def is_outside(self) -> bool:
        """Done by a contractor, not by our own people."""
        return self.executor == self.Executor.CONTRACTOR

    def is_overdue(self, now: datetime) -> bool:
        """The contractor has not kept the date he promised."""
        return self.state == self.State.SENT and self.promised_until is not None and self.promised_until < now

    def is_with(self, actor) -> bool:
        return self.technician_id is not None and self.technician_id == actor.pk


def number_of(day: datetime, serial: int) -> str:
    """`PG261121-0042`: the 42nd order of that day in its estate."""
    return f"PG{day:%y%m%d}-{serial:04d}"
