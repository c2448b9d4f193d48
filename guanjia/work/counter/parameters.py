"""Numbers of the counter."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop import Parameter

LABEL = _("前台接待")
SLOT, CAPACITY, EARLY, LATE = (
    "counter.slot_minutes",
    "counter.slot_capacity",
    "counter.early_minutes",
    "counter.late_minutes",
)
OPENS, CLOSES = "counter.opens", "counter.closes"
PARAMETERS = (
    Parameter(_("每个预约时段"), "number", 30, key=SLOT, unit=_("分钟"), least=5, most=240),
    Parameter(_("每个时段最多预约"), "number", 2, key=CAPACITY, unit=_("位"), least=1, most=20),
    Parameter(_("预约时间前多久起优先叫号"), "number", 10, key=EARLY, unit=_("分钟"), least=0, most=60),
    Parameter(_("迟到多久后不再优先"), "number", 15, key=LATE, unit=_("分钟"), least=0, most=120),
    Parameter(_("最早预约（几点）"), "number", 8, key=OPENS, unit=_("点"), least=0, most=23),
    Parameter(_("预约截止（几点）"), "number", 18, key=CLOSES, unit=_("点"), least=1, most=24),
)
