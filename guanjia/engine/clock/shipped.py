"""What a company finds ready: two calendars, a common policy, and the names of metrics and pause reasons.

A procedure adds a policy of its own with `ship_policy`; from first use the company owns a copy to change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.clock.holidays import cn_overrides
from guanjia.engine.clock.rules import CalendarSpec, Override, Span
from guanjia.engine.clock.targets import AT_ONCE, SERVICE, WORKDAYS, Rule, Target

HOUR = 3600


@dataclass(frozen=True)
class ShippedPolicy:
    code: str
    name: str
    rules: tuple[Rule, ...]


POLICIES: dict[str, ShippedPolicy] = {}
CALENDARS = {WORKDAYS: "工作日历", SERVICE: "服务时间"}
METRICS: dict[str, Any] = {
    "reply": _("首次回复"),
    "next_reply": _("再次回复"),
    "accept": _("接单"),
    "arrive": _("到场"),
    "safe": _("控制险情"),
    "finish": pgettext_lazy("metric", "完成"),
    "step": _("环节"),
    "followup": _("回访"),
}
REASONS: dict[str, Any] = {
    "customer": _("等客户"),
    "parts": _("等配件"),
    "access": _("无法入户"),
    "third_party": _("等第三方"),
    "approval": _("等审批"),
}
RECIPIENTS: dict[str, Any] = {
    "assignee": _("经办人"),
    "first_owner": _("首问责任人"),
    "role.supervisor": _("客服主管"),
    "role.manager": _("项目经理"),
    "role.headquarters": _("总部品质部"),
}


def ship_policy(code: str, name: str, rules: Sequence[Rule]) -> None:
    """Announce the default rules of a policy. Raises ValueError when the code is taken by other rules."""
    policy = ShippedPolicy(code, name, tuple(rules))
    if POLICIES.setdefault(code, policy) != policy:
        raise ValueError(f"the policy {code} is shipped twice")


def label_of(metric: str) -> str:
    return str(METRICS.get(metric, metric))


def shipped_hours(code: str, *, zone: str, years: Sequence[int]) -> CalendarSpec:
    """Hours of a shipped calendar, with the public holidays of those years as far as they are published."""
    if code == SERVICE:
        return CalendarSpec(zone, ((Span(8 * HOUR, 20 * HOUR),),) * 7)
    office = (Span(9 * HOUR, 12 * HOUR), Span(13 * HOUR, 18 * HOUR))
    return CalendarSpec(zone, (*[office] * 5, (), ()), known_holidays(years))


def known_holidays(years: Sequence[int]) -> dict[date, Override]:
    found: dict[date, Override] = {}
    for year in years:
        try:
            found.update(cn_overrides(year))
        except LookupError:
            continue
    return found


URGENT = ("urgent", "emergency")
ship_policy(
    "common",
    "通用时限",
    (
        Rule(
            {"urgency": URGENT, "severity": ("serious",)},
            {"reply": Target(2 * HOUR, pauses=("customer",)).with_levels(AT_ONCE)},
            "严重且紧急",
        ),
        Rule({"urgency": URGENT}, {"reply": Target(2 * HOUR, pauses=("customer",))}, "紧急"),
        Rule(
            {},
            {
                "reply": Target(workdays=2, pauses=("customer",)),
                "followup": Target(72 * HOUR, pauses=("customer",)),
            },
            "其他",
        ),
    ),
)
