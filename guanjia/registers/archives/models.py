"""Archives: what is kept, in which box, for how long, and who has it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


def _after(years: int) -> Func:
    """So many years after filing."""
    return Func(
        F("filed_on"), template=f"(%(expressions)s + interval '{years} years')::date",
        output_field=models.DateField(),
    )  # fmt: skip


class Archive(RegisterRow):
    """A file in the archives. `destroy_after` is the last day it must be kept; a permanent one has none."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("业主档案")
        DOCUMENT = "document", _("文书")
        CONTRACT = "contract", _("合同")
        ENGINEERING = "engineering", _("工程资料")
        FINANCE = "finance", _("财务")
        STAFF = "staff", _("人事")
        OTHER = "other", _("其他")

    class Retention(models.TextChoices):
        TEN = "y10", _("10 年")
        THIRTY = "y30", _("30 年")
        PERMANENT = "permanent", _("永久")

    class Secrecy(models.TextChoices):
        OPEN = "open", _("普通")
        INTERNAL = "internal", _("内部")
        SECRET = "secret", _("机密")

    number = models.CharField(_("档号"), max_length=40, help_text=_("如 WS-2026-001"))
    title = models.CharField(_("题名"), max_length=120)
    kind = models.CharField(_("档案类别"), max_length=12, choices=Kind)
    unit = models.ForeignKey(
        "places.Unit", models.PROTECT, null=True, blank=True, related_name="archives", verbose_name=_("房号")
    )
    box = models.CharField(_("盒号"), max_length=30, help_text=_("如 一号柜-3盒"))
    retention = models.CharField(_("保管期限"), max_length=10, choices=Retention)
    secrecy = models.CharField(_("密级"), max_length=10, choices=Secrecy, default=Secrecy.OPEN)
    filed_on = models.DateField(_("归档日期"))
    destroy_after = models.GeneratedField(
        expression=Case(
            When(retention="y10", then=_after(10)), When(retention="y30", then=_after(30)), default=Value(None)
        ),
        output_field=models.DateField(null=True), db_persist=True, verbose_name=_("保管至"),
    )  # fmt: skip
    lent_to = models.CharField(_("借阅人"), max_length=60, blank=True, editable=False)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    lent_at = models.DateTimeField(_("借出时间"), null=True, blank=True, editable=False)
    back_on = models.DateField(_("应还日期"), null=True, blank=True, editable=False)
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("档案")
        indexes = [models.Index(fields=["estate", "destroy_after"], name="archive_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "number"], condition=Q(retired_at=None), name="archive_number_once",
                violation_error_message=_("这个档号已经登记过"),
            ),
            models.CheckConstraint(
                condition=~Q(kind="customer") | Q(unit__isnull=False), name="archive_of_a_home",
                violation_error_message=_("业主档案要写明房号"),
            ),
            models.CheckConstraint(
                condition=Q(lent_to="", lent_at=None, back_on=None)
                | Q(lent_at__isnull=False, back_on__isnull=False) & ~Q(lent_to=""),
                name="archive_lent_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(lent_at=None), name="archive_out_is_not_retired",
                violation_error_message=_("档案还借在外面，收回后才能停用"),
            ),
            models.CheckConstraint(
                condition=Q(destroyed_on=None)
                | Q(retired_at__isnull=False, destroy_after__isnull=False, destroyed_on__gt=F("destroy_after")),
                name="archive_kept_as_long_as_it_must",
                violation_error_message=_("保管期限没有届满，不能销毁"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}"

    @property
    def is_out(self) -> bool:
        return self.lent_at is not None

    def why_kept(self, today: Any) -> str:
        """Why it must not be destroyed on this day; empty when it may."""
        if self.retention == self.Retention.PERMANENT:
            return str(_("永久保管，不能销毁"))
        if self.destroy_after is None or self.destroy_after >= today:
            return str(_("保管期限没有届满，不能销毁"))
        return str(_("档案还借在外面，收回后才能停用")) if self.is_out else ""
