"""Parameter values in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.directory.team.roles import ROLES
from guanjia.engine.sop.duration import Limit, Parameter
from guanjia.engine.ui import shown

UNITS = {
    "minutes": gettext_lazy("分钟"),
    "hours": gettext_lazy("小时"),
    "days": gettext_lazy("天"),
    "workdays": gettext_lazy("个工作日"),
}
CALENDARS = {
    "always": gettext_lazy("全天计时"),
    "service": gettext_lazy("服务时间内计时"),
    "workdays": gettext_lazy("工作日计时"),
}
LEVELS = {
    "estate": gettext_lazy("本项目"),
    "branch": gettext_lazy("区域"),
    "company": gettext_lazy("公司"),
    "default": gettext_lazy("出厂默认"),
}


def said(parameter: Parameter, value: Any) -> str:
    """`30 分钟（服务时间内计时）`, `100%`, `客服主管、项目经理`."""
    if value is None:
        return _("恢复沿用上级")
    match parameter.kind:
        case "limit":
            return _limit(value)
        case "percent":
            return f"{value}%"
        case "money":
            return shown.money(value / 100)
        case "tick":
            return _("是") if value else _("否")
        case "roles":
            return "、".join(str(ROLES[code].label) for code in value if code in ROLES)
        case "lines":
            return "、".join(value)
        case "choice":
            return _(dict(parameter.choices)[value])
    return f"{value} {_(parameter.unit)}" if parameter.unit else str(value)


def _limit(limit: Limit) -> str:
    text = f"{limit.amount} {UNITS[limit.unit]}"
    return text if limit.calendar != "service" else shown.aside(text, CALENDARS["service"])
