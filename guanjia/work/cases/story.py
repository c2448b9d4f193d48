"""A case's story as people read it: its own lines and what its clocks did, in one order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.engine.access.actor import spoken
from guanjia.engine.clock.models import Clock, ClockEvent
from guanjia.engine.clock.shipped import REASONS, label_of
from guanjia.engine.paper.render import Names, references, said
from guanjia.engine.sop import Answers, Field
from guanjia.work.cases.clocks import STEP
from guanjia.work.cases.facts import is_private, procedure_of
from guanjia.work.cases.models import Attachment, Case, TimelineEntry
from guanjia.work.cases.naming import names_of
from guanjia.work.cases.timeline import text_of

LABELS: dict[str, Any] = {
    "registered": gettext_lazy("登记受理"),
    "message": gettext_lazy("留言"),
    "contacted": gettext_lazy("已联系客户"),
    "incident": gettext_lazy("归入突发事件"),
    "attachment": gettext_lazy("上传了附件"),
    "finished": gettext_lazy("处理完成，等待回访"),
    "reopened": gettext_lazy("客户不满意，重新处理"),
    "closed": gettext_lazy("办结"),
    "cancelled": gettext_lazy("作废"),
    "followup.tried": gettext_lazy("回访未成"),
    "followup.link_sent": gettext_lazy("给客户发了评价链接"),
    "followup.answered": gettext_lazy("客户答复回访"),
    "handed_over": gettext_lazy("转交经办人"),
    "target": gettext_lazy("调整紧急程度"),
    "delay": gettext_lazy("延期告知"),
    "paused": gettext_lazy("暂停计时"),
    "resumed": gettext_lazy("恢复计时"),
    "linked": gettext_lazy("关联事项"),
    "unlinked": gettext_lazy("取消关联"),
    "merged": gettext_lazy("并入其他事项"),
    "merged_in": gettext_lazy("并入了一个事项"),
    "unmerged": gettext_lazy("撤销并入"),
}
ICONS = {
    "registered": "phone-incoming", "message": "message", "contacted": "phone-call",
    "incident": "alert-triangle", "attachment": "photo",
    "finished": "circle-check",
    "reopened": "rotate", "closed": "lock-check", "cancelled": "ban", "handed_over": "arrows-exchange",
    "target": "flag", "delay": "calendar-time", "paused": "player-pause", "resumed": "player-play",
    "linked": "link", "unlinked": "unlink", "merged": "git-merge", "merged_in": "git-merge",
    "unmerged": "git-branch", "followup.tried": "phone-off", "followup.link_sent": "link",
    "followup.answered": "star", "step": "checkbox", "clock": "clock", "breach": "clock-exclamation",
}  # fmt: skip
TONES = {
    "closed": "good",
    "finished": "good",
    "reopened": "late",
    "message": "say",
    "breach": "late",
    "escalate": "late",
}
CLOCK_LABELS: dict[str, Any] = {
    "warn": gettext_lazy("“%(metric)s”即将到期"),
    "breach": gettext_lazy("“%(metric)s”已超时"),
    "escalate": gettext_lazy("“%(metric)s”超时升级"),
    "pause": gettext_lazy("“%(metric)s”暂停计时"),
    "resume": gettext_lazy("“%(metric)s”恢复计时"),
    "retarget": gettext_lazy("“%(metric)s”时限调整"),
    "miss": gettext_lazy("“%(metric)s”没有做到"),
}


@dataclass(frozen=True)
class Line:
    """One line: when, who, what, and what was said, filled in or attached."""

    at: datetime
    who: str
    title: str
    text: str = ""
    icon: str = "point"
    tone: str = ""
    filled: tuple[tuple[str, Any], ...] = ()
    is_public: bool = False
    attachments: list[Attachment] = field(default_factory=list)
    is_private: bool = False
    order: tuple[int, int] = (0, 0)
    of_clock: bool = False
    more: list["Line"] = field(default_factory=list)


def story(case: Case, entries: Iterable[TimelineEntry], clocks: Iterable[Clock]) -> list[Line]:
    """Oldest first. What the clocks did; attachments and the names in answers if there are any."""
    entries, known = list(entries), {clock.pk: clock for clock in clocks}
    pictured = any("attachment" in entry.data for entry in entries)
    attachments = {one.pk: one for one in case.attachments.all()} if pictured else {}
    named = [
        reference for e in entries for reference in references(fields_of(case, e), e.data.get("answers", {}))
    ]
    names = names_of(named)
    lines = [_line(case, entry, attachments, names) for entry in entries]
    events = list(ClockEvent.objects.filter(clock__in=known, kind__in=CLOCK_LABELS))
    metrics = _metrics(case, {event.clock_id: known[event.clock_id] for event in events})
    lines += [_clock_line(event, metrics[event.clock_id]) for event in events]
    return folded(sorted(lines, key=lambda line: (line.at, line.order)))


def folded(lines: Iterable[Line]) -> list[Line]:
    """Clock lines that follow each other stand behind the first of them: a late case is not all clocks."""
    shown: list[Line] = []
    for line in lines:
        if line.of_clock and shown and shown[-1].of_clock:
            shown[-1].more.append(line)
        else:
            shown.append(line)
    return shown


def _line(case: Case, entry: TimelineEntry, attachments: dict[int, Attachment], names: Names) -> Line:
    kind = entry.kind
    text = text_of(entry)
    title = str(LABELS.get(kind, "")) or text
    if kind == "step":
        title = _("完成“%(step)s”") % {"step": _(entry.text)}
    said = "" if title == text or kind == "step" else text
    kept = attachments.get(entry.data.get("attachment", 0))
    return Line(
        entry.at,
        _("客户") if entry.data.get("way") == "link" else spoken(entry.actor_name),
        title,
        said or _detail(entry),
        ICONS.get(kind, "point"),
        TONES.get(kind, ""),
        tuple(described(fields_of(case, entry), entry.data.get("answers", {}), names)),
        entry.is_public,
        [kept] if kept else [],
        bool(kept and is_private(case, kept.kind)),
        (1, entry.pk),
    )


def _detail(entry: TimelineEntry) -> str:
    data = entry.data
    match entry.kind:
        case "target":
            return f"{data.get('before')} → {data.get('after')}"
        case "handed_over":
            return _("转给%(name)s") % {"name": data.get("to")}
        case "linked" | "unlinked" | "merged_in":
            return str(data.get("other", ""))
        case "merged":
            return str(data.get("into", ""))
        case "followup.answered":
            satisfied = _("满意") if data.get("satisfied") else _("不满意")
            return f"{'★' * int(data.get('stars', 0))} {satisfied}"
        case "paused" | "resumed":
            return str(REASONS.get(data.get("reason", ""), data.get("reason", "")))
    return ""


def described(
    fields: Iterable[Field], answers: Answers, names: Names | None = None
) -> Iterable[tuple[str, str]]:
    """(label, value as people say it) of every answered field."""
    for one in fields:
        if answers.get(one.code) not in (None, "", []):
            yield _(one.label), _said(one, answers[one.code], names or {})


def _said(one: Field, value: Any, names: Names) -> str:
    if one.kind == "lines":
        return "、".join(f"{line['name']} ×{line['quantity']}" for line in value)
    return said(one, value, names)


def fields_of(case: Case, entry: TimelineEntry) -> tuple[Field, ...]:
    """The fields of the step that this line is about."""
    spec = procedure_of(case).steps.get(entry.data.get("code", ""))
    return spec.fields if spec else ()


def _metrics(case: Case, clocks: dict[int, Clock]) -> dict[int, str]:
    """What each clock measures, in words; a step's own clock bears the step's name."""
    of_steps = [clock.detail for clock in clocks.values() if clock.metric == STEP and clock.detail]
    codes = dict(case.steps.filter(pk__in=of_steps).values_list("pk", "code")) if of_steps else {}
    steps = procedure_of(case).steps
    names = {str(pk): _(steps[code].label) for pk, code in codes.items() if code in steps}
    return {pk: names.get(clock.detail) or label_of(clock.metric) for pk, clock in clocks.items()}


def _clock_line(event: ClockEvent, metric: str) -> Line:
    reason = str(REASONS.get(event.reason, event.reason))
    return Line(
        event.at,
        spoken(event.actor_name),
        CLOCK_LABELS[event.kind] % {"metric": metric},
        reason,
        ICONS["breach" if event.kind in ("breach", "escalate") else "clock"],
        TONES.get(event.kind, ""),
        order=(0, event.pk),
        of_clock=True,
    )
