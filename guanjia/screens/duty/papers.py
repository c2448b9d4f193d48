"""The duty log and the handovers as office forms."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import text
from guanjia.work.duty import queries
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover

PRINCIPLES = "值班原则：重要情况及时上报；需要时可调用其他部门人员；重要事项未经主管同意不得移交下一班。"
BOOKS = {
    "log": Paper(
        "WY-KF-ZB-01", "值班日志",
        [text("at", "时间"), text("fact", "事实"), text("kind", "性质"), text("by", "记录人"),
         text("ending", "办理结果")],
        signers=("值班人", "主管"), listing=True,
    ),
    "handover": Paper(
        "WY-KF-ZB-02", "交接班记录",
        [text("shift", "日期班次"), text("given", "交班"), text("taken", "接班"), text("things", "物品清点"),
         text("matters", "未办事项"), text("notes", "说明")],
        size="a4", signers=("交班人", "接班人", "主管"), listing=True,
    ),
}  # fmt: skip


def rows(paper: str, post: DutyPost, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """The lines of the book of a post for a span."""
    if paper == "log":
        yield from map(_line, queries.entries_of(post, since, until, most=5_000))
    else:
        yield from map(_shift, queries.handovers_of(post, since, until, most=1_000))


def _line(entry: DutyEntry) -> dict[str, Any]:
    kind = _("重要") if entry.important else _("待办") if entry.is_matter else ""
    ending = ""
    if entry.settled_at and entry.settled_by:
        ending = (
            f"{localtime(entry.settled_at):%m-%d %H:%M} {entry.settled_by.name} {entry.settled_how}".strip()
        )
    elif entry.is_matter:
        ending = _("未办结")
    return {"at": f"{localtime(entry.at):%m-%d %H:%M}", "fact": entry.text, "kind": kind, "by": entry.by.name,
            "ending": ending}  # fmt: skip


def _shift(one: Handover) -> dict[str, Any]:
    things = "；".join(
        f"{thing['name']} {thing['count']}/{thing['expected']} {thing['word']}".strip() for thing in one.counted
    )  # fmt: skip
    matters = "；".join(f"{'！' if matter['important'] else ''}{matter['text']}" for matter in one.matters)
    notes = "；".join(filter(None, (one.note, one.taken_note)))
    return {
        "shift": f"{one.day:%m-%d} {one.kind or ''}".strip(), "given": _signed(one.given_by, one.given_at),
        "taken": _signed(one.taken_by, one.taken_at), "things": things, "matters": matters, "notes": notes,
    }  # fmt: skip


def _signed(who: Any, moment: datetime | None) -> str:
    return f"{who.name} {localtime(moment):%m-%d %H:%M}" if who and moment else ""
