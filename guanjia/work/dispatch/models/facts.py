"""What happens to an order leaves a row: refusal, handing-over, pause, quote, material, trip, photo."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.rows import EstateRow
from guanjia.work.dispatch.models.orders import WorkOrder

STAFF = settings.AUTH_USER_MODEL


class OrderFact(EstateRow):
    """Something that happened to an order: who, when it was done, when the system heard of it."""

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="%(class)ss")
    by = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        abstract = True


class Refusal(OrderFact):
    """A technician did not take the order. The reason is never empty."""

    class Reason(models.TextChoices):
        FULL = "full", _("手上单太多")
        SKILL = "skill", _("不会做/工具不够")
        OFF = "off", _("不当班")
        FAR = "far", _("离得太远")
        OTHER = "other", _("其他")

    technician = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    reason = models.CharField(_("原因"), max_length=10, choices=Reason)
    words = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="refusal_other_is_explained"
            )
        ]


class Handover(OrderFact):
    """The order went from one hand to another: transferred to a colleague or department, returned, or reassigned."""

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("转单")
        RETURN = "return", _("退回")
        REASSIGN = "reassign", _("改派")

    kind = models.CharField(max_length=10, choices=Kind)
    from_technician = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    from_department = models.ForeignKey("team.Department", models.PROTECT, null=True, related_name="+")
    to_technician = models.ForeignKey(STAFF, models.PROTECT, null=True, related_name="+")
    to_department = models.ForeignKey("team.Department", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="reassign") | ~Q(reason=""), name="handover_is_explained")
        ]


class OrderPause(OrderFact):
    """Work stands still. A long pause stops the clocks only after a second person has agreed."""

    class Reason(models.TextChoices):
        PARTS = "parts", _("等配件")
        CUSTOMER = "customer", _("等客户")
        ACCESS = "access", _("进不了门")
        THIRD_PARTY = "third_party", _("等第三方")

    reason = models.CharField(_("原因"), max_length=12, choices=Reason)
    words = models.CharField(_("说明"), max_length=200, blank=True)
    until = models.DateTimeField(_("预计恢复"))
    state_before = models.CharField(max_length=12, choices=WorkOrder.State)
    is_long = models.BooleanField(_("超长暂停"))
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(STAFF, models.PROTECT, null=True, blank=True, related_name="+")
    overrun_at = models.DateTimeField(_("超过预计时间"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at=None), name="order_pause_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="order_pause_ends_after"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="order_pause_has_an_end"),
        ]
        indexes = [
            models.Index(
                fields=["until"], condition=Q(ended_at=None, overrun_at=None), name="order_pause_until"
            )
        ]

    @property
    def stops_clocks(self) -> bool:
        return not self.overrun_at and (not self.is_long or self.agreed_at is not None)


class Quote(OrderFact):
    """What the work will cost. The customer agrees or declines; a new quote takes the place of the old."""

    class Agreement(models.TextChoices):
        SIGNATURE = "signature", _("现场签字")
        PHONE = "phone", _("电话同意")

    total = models.DecimalField(_("合计"), max_digits=12, decimal_places=2)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_how = models.CharField(max_length=10, choices=Agreement, blank=True)
    agreed_name = models.CharField(_("同意人"), max_length=60, blank=True)
    signature = models.ForeignKey("cases.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_words = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(replaced_at=None), name="quote_valid_once"),
            models.CheckConstraint(condition=Q(total__gte=0), name="quote_total_not_negative"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_how="") | (Q(agreed_at__isnull=False) & ~Q(agreed_how="")),
                name="quote_agreed_somehow",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(declined_at=None), name="quote_agreed_or_declined"
            ),
        ]


class QuoteLine(EstateRow):
    """One line of a quote. A free line costs nothing and is shown as such."""

    class Kind(models.TextChoices):
        LABOUR = "labour", _("人工")
        MATERIAL = "material", _("材料")

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(pgettext_lazy("line", "项目"), max_length=80)
    quantity = models.DecimalField(_("数量"), max_digits=10, decimal_places=2, default=1)
    unit_price = models.DecimalField(_("单价"), max_digits=10, decimal_places=2)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0, unit_price__gte=0), name="quote_line_positive")
        ]


class MaterialLine(OrderFact):
    """Something used for the work, written freely. A mistaken line is struck out, never deleted."""

    name = models.CharField(_("材料"), max_length=80)
    quantity = models.DecimalField(_("数量"), max_digits=10, decimal_places=2, default=1)
    measure = models.CharField(_("单位"), max_length=10, blank=True)
    unit_price = models.DecimalField(_("单价"), max_digits=10, decimal_places=2, default=0)
    amount = models.DecimalField(_("金额"), max_digits=12, decimal_places=2)
    struck_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price__gte=0), name="material_line_positive"
            )
        ]


class Trip(OrderFact):
    """One journey to the place: `at` is setting out. Ends when the work is done, paused or given away."""

    technician = models.ForeignKey(STAFF, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("第几次上门"))
    arrived_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="trip_number_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="trip_open_once"),
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(arrived_at__gte=F("at")), name="trip_arrives_after"
            ),
        ]

    @property
    def minutes(self) -> int | None:
        """Minutes on the spot, once over."""
        if self.arrived_at and self.ended_at:
            return int((self.ended_at - self.arrived_at).total_seconds() // 60)
        return None


class OrderPhoto(OrderFact):
    """A picture of the work; the file is an attachment of the case."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("维修前")
        AFTER = "after", _("维修后")
        SIGNATURE = "signature", _("客户签名")
        SLIP = "slip", _("签字单照片")

    kind = models.CharField(max_length=10, choices=Kind)
    attachment = models.OneToOneField("cases.Attachment", models.PROTECT, related_name="order_photo")
