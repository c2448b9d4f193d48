"""The list of everything the clocks fired."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.engine.clock import shipped
from guanjia.engine.clock.models import ClockEvent
from guanjia.engine.ui.lists import Choice, Column, Days, Listing

KINDS = [("warn", _("预警")), ("breach", _("超时")), ("escalate", _("升级"))]
METRICS = list(shipped.METRICS.items())


def _kind(event: ClockEvent) -> Any:
    return dict(KINDS).get(event.kind, event.kind)


def _metric(event: ClockEvent) -> Any:
    return dict(METRICS).get(event.clock.metric, event.clock.metric)


def _lateness(event: ClockEvent) -> str:
    return _now("补发（当时没有进程在值守）") if event.data.get("late") else _now("准时")


FIRINGS = Listing(
    code="firings", title=_("时限触发记录"), noun=_("次触发"), sort="-at",
    link=lambda event: reverse("cases:case", args=[event.clock.subject_id]),
    columns=(
        Column("number", _("编号"), value="case_number"),
        Column("title", _("事项"), value="case_title"),
        Column("estate", _("项目"), value="estate.name"),
        Column("kind", _("触发"), value=_kind),
        Column("metric", _("时限"), value=_metric),
        Column("level", _("第几级"), value=lambda event: event.level + 1, kind="number"),
        Column("at", _("触发时间"), kind="when", sort="at"),
        Column("lateness", _("是否准时"), value=_lateness),
    ),
    filters=(
        Choice("kind", _("触发"), "kind", KINDS),
        Choice("metric", _("时限"), "clock__metric", METRICS),
        Days("at", _("触发时间"), "at"),
    ),
    topic="cases", empty=_("还没有时限触发过"), hint=_("预警、超时和升级会一条条记在这里。"),
)  # fmt: skip
