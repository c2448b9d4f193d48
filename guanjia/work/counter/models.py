"""Who came to the counter: tickets in their turn, appointments, and the visitor log."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.access.rows import EstateRow
from guanjia.work.counter import rules

STAFF = settings.AUTH_USER_MODEL


class Moments(Func):
    function = "tstzrange"
    output_field = DateTimeRangeField()


class Person(EstateRow):
    """Somebody at the counter: a customer, a home, or only a name."""

    customer = models.ForeignKey(
        "people.Customer", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("房号"),
    )  # fmt: skip
    name = models.CharField(_("姓名"), max_length=60, blank=True)
    what = models.CharField(_("办理事项"), max_length=40)

    class Meta:
        abstract = True

    @property
    def who(self) -> str:
        """The customer, else the name that was given."""
        return self.customer.name if self.customer else self.name


class Appointment(Person):
    """Half an hour (or what the estate says) kept for somebody, perhaps with one clerk.

    `seat` counts those of the same time from one; no seat and no clerk is taken twice.
    """

    at = models.DateTimeField(_("预约时间"))
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    clerk = models.ForeignKey(
        STAFF,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("接待人"),
    )
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", db_index=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("取消原因"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("预约")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("at")), name="appointment_has_length"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="appointment_seat_from_one"),
            ExclusionConstraint(
                name="appointment_seats_apart", condition=Q(cancelled_at=None),
                expressions=[
                    ("estate", RangeOperators.EQUAL), ("seat", RangeOperators.EQUAL),
                    (Moments("at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="appointment_clerk_apart", condition=Q(cancelled_at=None, clerk__isnull=False),
                expressions=[
                    ("clerk", RangeOperators.EQUAL), (Moments("at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["estate", "at"], name="appointment_of_day")]

    def __str__(self) -> str:
        return f"{self.at} {self.who}"


class Ticket(Person):
    """A number of one estate and day, without gaps. Waiting, then called to a window, then served – or gone.

    `ahead_from`: from then on one who came by appointment goes before the walk-ins.
    """

    day = models.DateField(_("日期"))
    number = models.PositiveIntegerField(_("号码"))
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="ticket", verbose_name=_("预约")
    )
    ahead_from = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(_("取号时间"))
    taken_by = models.ForeignKey(STAFF, models.PROTECT, related_name="+", db_index=False)
    called_at = models.DateTimeField(_("叫号时间"), null=True, blank=True)
    clerk = models.ForeignKey(
        STAFF,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("接待人"),
    )
    window = models.PositiveSmallIntegerField(_("窗口"), default=1)
    calls = models.PositiveSmallIntegerField(default=0)
    last_called_at = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    left_at = models.DateTimeField(_("离开时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("排队号")
        constraints = [
            models.UniqueConstraint(fields=["estate", "day", "number"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["clerk"], condition=Q(clerk__isnull=False, served_at=None, left_at=None),
                name="ticket_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, clerk=None, calls=0)
                | Q(called_at__gte=F("taken_at"), clerk__isnull=False, calls__gte=1),
                name="ticket_called_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(served_at=None) | Q(served_at__gte=F("called_at"), left_at=None),
                name="ticket_served_after_call",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["estate", "day"],
                condition=Q(served_at=None, left_at=None),
                name="ticket_waiting_or_called",
            ),
            models.Index(fields=["estate", "day", "last_called_at"], name="ticket_calls_of_day"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return rules.label_of(self.number)

    @property
    def is_over(self) -> bool:
        return bool(self.served_at or self.left_at)


class TicketCase(EstateRow):
    """A matter that was registered while this ticket was at the window."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="matters")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="ticket_link")

    class Meta:
        verbose_name = verbose_name_plural = _("来访事项")

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.case_id}"


class Visit(EstateRow):
    """One line of the visitor log. Of a document that was shown only its kind and last four characters are kept."""

    class Kind(models.TextChoices):
        GUEST = "guest", _("访客")
        WORKER = "worker", _("外来施工")
        DELIVERY = "delivery", _("送货")
        OFFICIAL = "official", _("公务")
        MEDIA = "media", _("媒体")
        AGENT = "agent", _("中介看房")

    class Document(models.TextChoices):
        IDENTITY = "identity", _("身份证")
        LICENCE = "licence", _("驾驶证")
        WORK = "work", _("工作证")
        OTHER = "other", _("其他证件")

    kind = models.CharField(_("来访类别"), max_length=10, choices=Kind, default=Kind.GUEST)
    name = models.CharField(_("来访人"), max_length=60)
    people = models.PositiveSmallIntegerField(_("人数"), default=1)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("房号")
    )
    whom = models.CharField(_("找谁"), max_length=60)
    what = models.CharField(_("事由"), max_length=80, blank=True)
    plate = models.CharField(_("车牌"), max_length=12, blank=True)
    document = models.CharField(_("出示证件"), max_length=10, choices=Document, blank=True)
    document_tail = models.CharField(_("证件后四位"), max_length=4, blank=True)
    badge = models.CharField(_("访客证号"), max_length=12, blank=True)
    in_at = models.DateTimeField(_("进入时间"))
    in_by = models.ForeignKey(
        STAFF, models.PROTECT, related_name="+", db_index=False, verbose_name=_("登记人")
    )
    out_at = models.DateTimeField(_("离开时间"), null=True, blank=True)
    out_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = _("来访登记")
        constraints = [
            models.CheckConstraint(
                condition=Q(out_at=None, out_by=None) | Q(out_at__gte=F("in_at"), out_by__isnull=False),
                name="visit_out_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(document_tail="") | ~Q(document=""), name="visit_tail_of_a_document"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_of_somebody"),
            models.UniqueConstraint(
                fields=["estate", "badge"], condition=Q(out_at=None) & ~Q(badge=""), name="visit_badge_once"
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "in_at"], name="visit_of_estate"),
            models.Index(fields=["estate"], condition=Q(out_at=None), name="visit_inside"),
        ]

    def __str__(self) -> str:
        return self.name
