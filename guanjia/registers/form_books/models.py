"""Numbered books of blank forms: receipts, permits, passes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class _Span(Func):
    function = "int8range"
    output_field = BigIntegerRangeField()


class FormBook(RegisterRow):
    """A book with the numbers from `first` to `last`; no number of a kind is in two books."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("收据")
        PERMIT = "permit", _("许可证")
        PASS = "pass", _("放行条")
        WORKER = "worker", _("出入证")
        OTHER = "other", _("其他")

    number = models.CharField(_("本号"), max_length=20, help_text=_("如 SJ-2026-01"))
    kind = models.CharField(_("单证种类"), max_length=8, choices=Kind)
    prefix = models.CharField(_("号码前缀"), max_length=10, blank=True)
    first = models.PositiveIntegerField(_("起始号码"))
    last = models.PositiveIntegerField(_("终止号码"))
    received_on = models.DateField(_("入库日期"))
    held_by = models.ForeignKey(
        "team.Staff", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("单证领用人"),
    )  # fmt: skip
    issued_at = models.DateTimeField(_("领用时间"), null=True, blank=True, editable=False)
    used = models.PositiveIntegerField(_("已用份数"), default=0, db_default=0, editable=False)
    spoiled = models.PositiveIntegerField(_("作废份数"), default=0, db_default=0, editable=False)
    missing = models.CharField(_("缺号"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("空白单证")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="form_book_once",
                violation_error_message=_("这个本号已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="form_book_counts_up",
                violation_error_message=_("终止号码不能小于起始号码"),
            ),
            models.CheckConstraint(
                condition=Q(held_by=None, issued_at=None) | Q(held_by__isnull=False, issued_at__isnull=False),
                name="form_book_issued_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(held_by=None), name="form_book_out_is_not_retired",
                violation_error_message=_("单证还在领用人手里，交回核对后才能停用"),
            ),
            ExclusionConstraint(
                name="form_book_numbers_once", condition=Q(retired_at=None),
                expressions=[
                    ("estate", RangeOperators.EQUAL), ("kind", RangeOperators.EQUAL), ("prefix", RangeOperators.EQUAL),
                    (_Span("first", "last", RangeBoundary(inclusive_upper=True)), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("号段与另一本重叠，请核对起止号码"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
