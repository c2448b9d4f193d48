"""The list of batches, the list of a batch's homes, and half hours by day."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.lists import Column, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.work.movein.models import Home, Slot


def by_day(slots: Iterable[Slot], *, now: datetime) -> list[tuple[date, list[Slot]]]:
    """Half hours that have not ended, day by day."""
    left = [slot for slot in slots if slot.ends_at > now]
    return [
        (day, list(some)) for day, some in groupby(left, key=lambda slot: localtime(slot.begins_at).date())
    ]


def _owners(home: Home) -> str:
    return "、".join(one.customer.name for one in home.unit.owners_now)


def _slot(home: Home) -> str:
    return f"{localtime(home.slot.begins_at):%Y-%m-%d %H:%M}" if home.slot else ""


def _state(home: Home) -> Any:
    if home.unit.handed_over_on:
        return _("已交付")
    if home.case_id:
        return _("办理中")
    return _("已预约") if home.slot_id else _("未预约")


def _unbooked(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(slot=None, case=None)


def _absent(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(slot__isnull=False, case=None)


def _open(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(case__isnull=False, unit__handed_over_on=None)


def _named(rows: Any, text: str) -> Any:
    owner = Q(unit__occupancies__customer__name__icontains=text, unit__occupancies__retired_at=None)
    room = Q(unit__key__icontains=text) | Q(unit__number__icontains=text)
    return rows.filter(pk__in=Home.objects.filter(room | owner).values("pk"))


BATCHES = Listing(
    code="movein", title=_("入住交付"), noun=_("批"),
    columns=(
        Column("name", _("批次名称")),
        Column("estate", _("项目"), value="estate.name"),
        Column("starts_on", _("开始日期"), kind="date", sort="starts_on"),
        Column("ends_on", _("结束日期"), kind="date", sort="ends_on"),
        Column("total", _("户数"), kind="number"),
        Column("booked", _("已约户数"), kind="number"),
        Column("done", _("已交付"), kind="number"),
    ),
    filters=(), search=lambda rows, text: rows.filter(name__icontains=text), search_hint=_("批次名称"),
    sort="-starts_on", link=opening("movein:day"), empty=_("还没有入住批次"),
    hint=_("主管点“新建批次”，选日期、楼栋和每半小时户数。"),
)  # fmt: skip
HOMES = Listing(
    code="movein_homes", title=_("交付房屋"), noun=_("户"),
    columns=(
        Column("unit", _("房号"), value=lambda home: home.unit.spoken_address, sort="unit__sort_key"),
        Column("owners", _("业主"), value=_owners),
        Column("slot", _("预约时段"), value=_slot, sort="slot__begins_at"),
        Column("channel", _("预约方式"), value=lambda home: home.get_channel_display()),
        Column("arrived_at", _("到场时间"), kind="when", sort="arrived_at"),
        Column("state", _("状态"), value=_state),
    ),
    filters=(
        Flag("unbooked", _("未预约"), _unbooked),
        Flag("absent", _("已约未到"), _absent),
        Flag("open", _("办理中"), _open),
    ),
    search=_named, search_hint=_("房号或业主姓名"), sort="unit", link=opening("movein:home"),
    empty=_("没有符合条件的房屋"), topic="movein",
)  # fmt: skip
