"""Emergency plans: what to do first, whom to call in which order, and when it was last practised."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guanjia.engine.register.models import RegisterRow


class EmergencyPlan(RegisterRow):
    """The plan for one kind of event, as it hangs on the wall."""

    class Kind(models.TextChoices):
        FIRE = "fire", _("火灾")
        GAS = "gas", _("燃气泄漏")
        FLOOD = "flood", _("水淹")
        OUTAGE = "outage", _("停水停电")
        LIFT = "lift", _("电梯困人")
        CRIME = "crime", _("治安事件")
        INJURY = "injury", _("人员受伤")
        FALLING = "falling", _("高空坠物")
        CROWD = "crowd", _("群体事件")
        WEATHER = "weather", _("恶劣天气")

    title = models.CharField(_("预案名称"), max_length=60)
    kind = models.CharField(_("事件类型"), max_length=10, choices=Kind)
    edition = models.CharField(_("版本"), max_length=20, help_text=_("如 2026 版"))
    holder = models.CharField(_("负责岗位"), max_length=60)
    first_actions = models.TextField(_("先做什么"), help_text=_("先救人，再防止损失扩大"))
    call_list = models.TextField(_("依次通知"), help_text=_("一行一个：岗位或单位、电话"))
    hangs_at = models.CharField(_("张贴位置"), max_length=100, blank=True)
    drilled_on = models.DateField(_("最近演练"), null=True, blank=True)
    next_drill_on = models.DateField(_("下次演练"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("应急预案")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "title"], condition=Q(retired_at=None), name="emergency_plan_once",
                violation_error_message=_("这个预案已经登记过"),
            ),
            models.CheckConstraint(
                condition=Q(drilled_on=None) | Q(next_drill_on=None) | Q(next_drill_on__gte=F("drilled_on")),
                name="emergency_plan_drills_in_order",
                violation_error_message=_("下次演练不能早于最近演练"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
