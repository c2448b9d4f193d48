"""Votes, the roll of one, and the receipts of a secret one."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.engine.ui.lists import Choice, Column, Flag, Listing
from guanjia.engine.ui.shortcuts import opening
from guanjia.work.votes.models import Choice as Said
from guanjia.work.votes.models import Vote, Voter
from guanjia.work.votes.queries import sought

HOMES = 40


def _result(vote: Vote) -> Any:
    if vote.passed is None:
        return ""
    if not vote.quorate:
        return _("未达法定人数")
    return _("通过") if vote.passed else _("未通过")


def _homes(voter: Voter) -> str:
    """The first of many."""
    said = voter.homes_said
    return said if len(said) <= HOMES else f"{said[:HOMES]}…"


def _voted(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(voted__gt=0)


def _missing(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(voted=0)


VOTES = Listing(
    code="votes", title=_("业主表决"), noun=_("项"),
    columns=(
        Column("title", _("表决事项")),
        Column("matter", _("事项类别"), value=lambda row: row.get_matter_display()),
        Column("opens_on", _("投票开始"), kind="date", sort="opens_on"),
        Column("closes_on", _("投票截止"), kind="date", sort="closes_on"),
        Column("secret", _("无记名投票"), value=lambda row: _("是") if row.secret else ""),
        Column("state", _("状态"), value=lambda row: row.get_state_display()),
        Column("result", _("结果"), value=_result),
    ),
    filters=(Choice("state", _("状态"), "state", Vote.State.choices),),
    search=lambda rows, text: rows.filter(title__icontains=text), search_hint=_("表决事项"), sort="-opens_on",
    link=opening("votes:vote"), empty=_("还没有业主表决"), hint=_("在“新建事项”里选“业主大会表决”发起。"),
)  # fmt: skip
ROLL = Listing(
    code="roll", title=_("表决人名册"), noun=_("人"),
    columns=(
        Column("number", _("序号"), kind="number", sort="number"),
        Column("names", _("业主")),
        Column("homes_said", _("房号"), value=_homes),
        Column("area", _("面积（㎡）"), kind="number", sort="area"),
        Column("voted", _("投票"), value=lambda row: _("已投票") if row.voted else _("未投票")),
    ),
    filters=(Flag("voted", _("已投票"), _voted), Flag("missing", _("未投票"), _missing)),
    search=sought, search_hint=_("房号、姓名或序号"), sort="number", link=opening("votes:voter"),
    empty=_("没有符合条件的业主"), hint=_("名册在投票开始当天确定。"),
)  # fmt: skip
RECEIPTS = Listing(
    code="receipts", title=_("无记名选票公示"), noun=_("张"),
    columns=(
        Column("receipt", _("回执号"), sort="receipt"),
        Column("choice", _("意见"), value=lambda row: row.get_choice_display()),
    ),
    filters=(Choice("choice", _("意见"), "choice", Said.choices),),
    search=lambda rows, text: rows.filter(receipt__iexact=text), search_hint=_("回执号"), sort="receipt",
    empty=_("没有符合条件的选票"),
)  # fmt: skip
