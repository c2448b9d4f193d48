"""Filters of the case list that say the same as the numbers of the overview."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.engine.ui.filters import drawn
from guanjia.engine.ui.lists import Flag
from guanjia.kernel import time
from guanjia.work.cases.models import Case
from guanjia.work.figures.queries import aged, asking
from guanjia.work.figures.rules import AGE_BANDS, SOON


def _soon(rows: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
    now = time.now()
    return rows.open().filter(next_due_at__gte=now, next_due_at__lt=now + SOON)


def _unassigned(rows: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
    return rows.filter(state=Case.State.OPEN, handler=None)


def _asking(rows: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
    return asking(rows, now=time.now())


@dataclass(frozen=True)
class Age:
    """Cases not over yet, by how long ago they came: `?age=1-3`, `?age=30-`."""

    code: str
    label: Any

    def apply(self, rows: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
        wanted = set(request.GET.getlist(self.code))
        bands = [band for band in AGE_BANDS if band_code(band) in wanted]
        if not bands:
            return rows
        now, either = time.now(), Q()
        for since, until in bands:
            either |= aged(timedelta(days=since), until and timedelta(days=until), now)
        return rows.open().filter(either)

    def chip(self, request: HttpRequest) -> dict[str, Any]:
        wanted = set(request.GET.getlist(self.code))
        options = [(band_code(band), band_label(band), band_code(band) in wanted) for band in AGE_BANDS]
        value = "、".join(label for _code, label, on in options if on)
        return {
            "kind": "choice", "code": self.code, "label": self.label, "on": bool(value), "value": value,
            "options": options, "choices": drawn(self.code, options),
        }  # fmt: skip


def band_code(band: tuple[int, int | None]) -> str:
    since, until = band
    return f"{since}-{'' if until is None else until}"


def band_label(band: tuple[int, int | None]) -> str:
    since, until = band
    if until is None:
        return _("%(a)d 天以上") % {"a": since}
    return _("%(a)d–%(b)d 天") % {"a": since, "b": until}


FILTERS = (
    Flag("soon", gettext_lazy("即将超时"), _soon),
    Flag("unassigned", gettext_lazy("无人经办"), _unassigned),
    Flag("asking", gettext_lazy("等待回访"), _asking),
    Age("age", gettext_lazy("未结时长")),
)
