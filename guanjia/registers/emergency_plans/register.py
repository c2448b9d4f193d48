"""The register of emergency plans (应急预案台账)."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.emergency_plans.models import EmergencyPlan

SOON = timedelta(days=30)


def _due(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(next_drill_on__lte=localdate(now()) + SOON).order_by("next_drill_on")


def _late(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(next_drill_on__lt=localdate(now()))


def _state(plan: EmergencyPlan) -> Any:
    if plan.next_drill_on is None:
        return _("未定演练日期")
    return _("演练已过期") if plan.next_drill_on < localdate(now()) else ""


EMERGENCY_PLANS = publish(
    Register(
        code="emergency_plans", label=_("应急预案"), model=EmergencyPlan, noun=_("份"), icon="alarm",
        group=_("应急与值班"), paper="WY-KF-JJ-04",
        fields=("title", "kind", "edition", "holder", "first_actions", "call_list", "hangs_at", "drilled_on",
                "next_drill_on", "note"),
        columns=("title", "kind", "edition", "holder", "drilled_on", "next_drill_on", "hangs_at"),
        filters=("kind", Flag("due", _("一个月内要演练"), _due), Flag("late", _("演练已过期"), _late)),
        search=("title__icontains", "holder__icontains", "hangs_at__icontains"), sort="title",
        keepers=(DESK, SUPERVISOR, MANAGER),
        asked_as={"title": ("预案", "名称"), "edition": ("版本号",), "holder": ("负责人", "保管人"),
                  "hangs_at": ("存放位置", "位置"), "drilled_on": ("演练日期", "上次演练")},
        state=_state, label_lines=lambda plan: (plan.title, plan.hangs_at),
    )
)  # fmt: skip
