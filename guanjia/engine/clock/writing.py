"""Hours, odd dates and ladders as people type them, and back."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from guanjia.engine.clock import shipped
from guanjia.engine.clock.rules import DAY, WHOLE_DAY, Override, Span
from guanjia.engine.clock.targets import BREACH, ESCALATE, WARN, Level

_COLON, _PERCENT, _MARKS = "[:\uff1a]", "[%\uff05]", " ,\uff0c\u3001;\uff1b"
_SPAN = re.compile(rf"(\d{{1,2}}){_COLON}(\d{{2}})\s*[-–—~至到]\s*(\d{{1,2}}){_COLON}(\d{{2}})")
_OFFSET = re.compile(r"\+\s*(\d+)\s*(\S+)")
UNITS = {"minutes": 60, "hours": 3600, "days": DAY}


def unit_names() -> dict[str, str]:
    return {"minutes": _("分钟"), "hours": _("小时"), "days": _("天"), "workdays": _("工作日")}


def action_names() -> dict[str, str]:
    return {"reassign": _("重新派单"), "raise_severity": _("提高严重程度")}


def read_spans(text: str) -> tuple[Span, ...]:
    """`9:00-12:00 13:00-18:00`, `22:00-6:00`, `24小时`; empty for a day off. Raises ValueError in words."""
    text = text.strip()
    if not text:
        return ()
    if text in (_("24小时"), "24小时", "24h", "0:00-24:00"):
        return WHOLE_DAY
    rest = _SPAN.sub("", text).strip(_MARKS)
    if rest:
        raise ValueError(_("看不懂“%(text)s”，请写成 9:00-12:00 13:00-18:00") % {"text": rest})
    return tuple(sorted(_read_span(*map(int, found.groups())) for found in _SPAN.finditer(text)))


def _read_span(hour: int, minute: int, end_hour: int, end_minute: int) -> Span:
    start, end = hour * 3600 + minute * 60, end_hour * 3600 + end_minute * 60
    if hour > 23 or end > DAY or minute > 59 or end_minute > 59:
        raise ValueError(_("一天只有 24 小时，请检查起止时间"))
    return Span(start, end if end > start else end + DAY)


def write_spans(spans: Iterable[Span]) -> str:
    spans = tuple(spans)
    if spans == WHOLE_DAY:
        return _("24小时")
    return " ".join(f"{_clock(span.start)}-{_clock(span.end)}" for span in spans)


def _clock(seconds: int) -> str:
    seconds = seconds if seconds == DAY else seconds % DAY
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"


def read_overrides(text: str) -> dict[date, Override]:
    """One date a line: `2026-10-01 休 国庆`, `2026-10-10 班`, `2026-12-24 9:00-15:00 平安夜`."""
    found: dict[date, Override] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                day, override = _read_override(line.split(maxsplit=1))
            except ValueError as error:
                raise ValueError(_("第%(number)s行：%(why)s") % {"number": number, "why": error}) from error
            if day in found:
                raise ValueError(_("第%(number)s行：%(day)s 写了两次") % {"number": number, "day": day})
            found[day] = override
    return found


def _read_override(parts: list[str]) -> tuple[date, Override]:
    try:
        day = date.fromisoformat(parts[0])
    except ValueError as error:
        raise ValueError(_("日期请写成 2026-10-01")) from error
    said = parts[1].strip() if len(parts) > 1 else ""
    word, note = (*said.split(maxsplit=1), "", "")[:2]
    for kind, name in _kinds().items():
        if word == name:
            return day, Override(kind, note=note)
    hours = " ".join(found.group() for found in _SPAN.finditer(said))
    if not hours:
        names = "、".join(_kinds().values())
        raise ValueError(_("日期后请写 %(names)s 或起止时间") % {"names": names})
    return day, Override("hours", read_spans(hours), _SPAN.sub("", said).strip(_MARKS))


def _kinds() -> dict[str, str]:
    return {"off": _("休"), "work": _("班"), "all": _("全天")}


def write_overrides(overrides: Mapping[date, Override]) -> str:
    lines = []
    for day, one in sorted(overrides.items()):
        what = write_spans(one.spans) if one.kind == "hours" else _kinds()[one.kind]
        lines.append(f"{day} {what} {one.note}".rstrip())
    return "\n".join(lines)


def read_ladder(text: str) -> tuple[Level, ...]:
    """One rung a line: `80% 经办人 首问责任人`, `100% 客服主管`, `+4小时 项目经理`, `+1工作日 总部品质部`."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(_read_level(line.strip()))
            except ValueError as error:
                raise ValueError(_("第%(number)s行：%(why)s") % {"number": number, "why": error}) from error
    return tuple(found)


def _read_level(line: str) -> Level:
    percent = re.match(rf"(\d{{1,3}})\s*{_PERCENT}", line)
    offset = _OFFSET.match(line)
    if percent and int(percent[1]) <= 100:
        to, actions = _people(line[percent.end() :])
        share = int(percent[1])
        kind = {0: ESCALATE, 100: BREACH}.get(share, WARN)
        return Level(kind, percent=share, to=to, actions=actions)
    if offset:
        amount, unit, rest = _offset(line)
        to, actions = _people(rest)
        after = 0 if unit == "workdays" else amount * UNITS[unit]
        days = amount if unit == "workdays" else 0
        return Level(ESCALATE, after=after, workdays=days, to=to, actions=actions)
    raise ValueError(_("请以百分比（80%）或超时后的时间（+4小时）开头"))


def _offset(line: str) -> tuple[int, str, str]:
    for unit, name in unit_names().items():
        found = re.match(rf"\+\s*(\d+)\s*{re.escape(name)}(.*)", line)
        if found and int(found[1]):
            return int(found[1]), unit, found[2]
    raise ValueError(_("时间单位请用 %(units)s") % {"units": "、".join(unit_names().values())})


def _people(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Recipients and what else to do, by their names or codes."""
    whom = {str(label): code for code, label in shipped.RECIPIENTS.items()}
    what = {name: code for code, name in action_names().items()}
    to, actions = [], ["notify"]
    for word in _words(text, known={*whom, *what}):
        if word in what or word in what.values():
            actions.append(what.get(word, word))
        elif word in whom or word in whom.values() or word.startswith("role."):
            to.append(whom.get(word, word))
        else:
            names = "、".join([*whom, *what])
            raise ValueError(_("不认识“%(word)s”，可以写：%(known)s") % {"word": word, "known": names})
    return tuple(to), tuple(actions)


def _words(text: str, known: set[str]) -> Iterable[str]:
    """The parts between marks; a part that is no name as a whole is taken word by word."""
    for part in re.split(f"[{_MARKS.strip()}]+", text):
        part = part.strip()
        yield from [part] if part in known else part.split()


def write_ladder(levels: Iterable[Level]) -> str:
    names = action_names()
    lines = []
    for level in levels:
        people = [str(shipped.RECIPIENTS.get(one, one)) for one in level.to]
        extra = [names.get(one, one) for one in level.actions if one != "notify"]
        lines.append(f"{_when(level)} {'、'.join([*people, *extra])}".rstrip())
    return "\n".join(lines)


def _when(level: Level) -> str:
    if level.percent is not None:
        return f"{level.percent}%"
    if level.workdays:
        return f"+{level.workdays}{unit_names()['workdays']}"
    amount, unit = split_seconds(level.after)
    return f"+{amount}{unit_names()[unit]}"


def split_seconds(seconds: int) -> tuple[int, str]:
    """(amount, unit) in the largest unit that holds it evenly, days only from two on."""
    if seconds % DAY == 0 and seconds > DAY:
        return seconds // DAY, "days"
    if seconds % 3600 == 0 and seconds:
        return seconds // 3600, "hours"
    return max(1, round(seconds / 60)), "minutes"
