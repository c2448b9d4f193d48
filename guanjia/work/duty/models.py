"""Duty posts, their log, and what passes from one shift to the next."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import ROLES
from guanjia.engine.access.rows import EstateRow
from guanjia.engine.register.models import RegisterRow
from guanjia.work.duty.rules import Thing, things_of

STAFF = settings.AUTH_USER_MODEL


class DutyPost(RegisterRow):
    """A place that is manned in shifts, such as the front desk or the east gate. `role`: who mans it."""

    name = models.CharField(_("值班岗位"), max_length=30)
    role = models.CharField(
        _("由谁值守"), max_length=20, choices=[(code, role.label) for code, role in ROLES.items() if code != "owner"]
    )  # fmt: skip
    things = models.CharField(
        _("交接物品"), max_length=500, blank=True,
        help_text=_("交接时逐样清点，用顿号分开并写数量，如：钥匙 42、对讲机 4、门禁卡 2、备用金 500"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("值班岗位")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(retired_at=None), name="duty_post_once",
                violation_error_message=_("这个值班岗位已经登记过"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def counted_things(self) -> list[Thing]:
        return things_of(self.things)


class DutyEntry(EstateRow):
    """One line of the log: a time and a fact. A matter stays open over every handover until it is ticked."""

    post = models.ForeignKey(DutyPost, models.PROTECT, related_name="entries", db_index=False)
    at = models.DateTimeField(_("时间"))
    written_at = models.DateTimeField(_("记录时间"))
    text = models.CharField(_("事实"), max_length=500)
    important = models.BooleanField(_("重要"), default=False)
    is_matter = models.BooleanField(_("待办"), default=False)
    by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", db_index=False, verbose_name=_("记录人"))
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    settled_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    settled_how = models.CharField(_("处理结果"), max_length=200, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    cleared_why = models.CharField(_("主管意见"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("值班日志")
        constraints = [
            models.CheckConstraint(condition=Q(important=False) | Q(is_matter=True), name="duty_important_is_matter"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, is_matter=True),
                name="duty_settled_by_somebody",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["post", "at", "id"], name="duty_entry_order"),
            models.Index(
                fields=["post"], condition=Q(is_matter=True, settled_at=None), name="duty_entry_open"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.is_matter and self.settled_at is None


class Handover(EstateRow):
    """The end of a shift at a post: given by the one leaving, taken by the one coming.

    `kind` and `day` are the roster's shift; without a roster `kind` is empty. One that was due and not given is written
    by the timer with `missed_at` and filled in when it is given after all; one taken back is empty. `counted` are the
    things as {name, expected, count, word}, `matters` the open ones as {id, at, text, important, word} at that moment.
    """

    post = models.ForeignKey(DutyPost, models.PROTECT, related_name="handovers", db_index=False)
    day = models.DateField(_("日期"))
    kind = models.ForeignKey(
        "roster.ShiftKind", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("班次"),
    )  # fmt: skip
    missed_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("交班人")
    )
    given_at = models.DateTimeField(_("交班时间"), null=True, blank=True)
    note = models.CharField(_("交班说明"), max_length=300, blank=True)
    counted = models.JSONField(_("物品清点"), default=list, blank=True)
    matters = models.JSONField(_("未办事项"), default=list, blank=True)
    taken_by = models.ForeignKey(
        STAFF, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("接班人")
    )
    taken_at = models.DateTimeField(_("接班时间"), null=True, blank=True)
    taken_note = models.CharField(_("接班说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("交接班")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "day", "kind"], condition=Q(kind__isnull=False), name="handover_once_a_shift"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(given_at__isnull=False, taken_at=None), name="handover_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(given_at=None, given_by=None) | Q(given_at__isnull=False, given_by__isnull=False),
                name="handover_given_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None)
                | Q(taken_at__gte=F("given_at"), taken_by__isnull=False) & ~Q(taken_by=F("given_by")),
                name="handover_taken_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["post", "given_at"], name="handover_of_post"),
            models.Index(fields=["company", "estate"], condition=Q(taken_at=None), name="handover_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.post_id}"

    @property
    def differs(self) -> bool:
        """Whether something that was counted is not as many as it should be."""
        return any(one["count"] != one["expected"] for one in self.counted)
