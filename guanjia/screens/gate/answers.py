"""What stands behind a number at the gate, in the words of the guard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from guanjia.registers.access_cards.models import AccessCard
from guanjia.screens.gate import rules
from guanjia.work.cases.models import Case

OUT, PASS = "out", "pass"


@dataclass(frozen=True)
class Answer:
    """`never` says why it lets nobody through at any time; `whys` what to say of good, early and lapsed ones.

    `of` is what a scanned address means, as `cases/17`. `does` is what the guard may note: the things went `out`,
    or the person of a `pass` came or went; `inside` is since when he is in.
    """

    kind: str
    number: str
    of: str
    lines: tuple[str, ...]
    whys: Mapping[str, str]
    at: datetime
    never: str = ""
    since: datetime | None = None
    until: datetime | None = None
    does: str = ""
    inside: datetime | None = None

    @cached_property
    def worth(self) -> str:
        return rules.worth(self.at, never=bool(self.never), since=self.since, until=self.until)

    @property
    def good(self) -> bool:
        return self.worth == rules.GOOD

    @property
    def why(self) -> str:
        return self.never or self.whys[self.worth]

    @property
    def pk(self) -> str:
        return self.of.rpartition("/")[2]

    def row(self) -> dict[str, Any]:
        """For the list that the phone keeps."""
        moments = {name: getattr(self, name) for name in ("since", "until", "inside")}
        said = {name: value.isoformat() if value else "" for name, value in moments.items()}
        return {
            "kind": self.kind, "number": self.number, "of": self.of, "pk": self.pk, "does": self.does,
            "lines": [one for one in self.lines if one], "never": self.never, "whys": dict(self.whys), **said,
        }  # fmt: skip


def of_case(case: Case, now: datetime) -> Answer:
    judge = {"item_release": _release, "hot_work": _hot_work, "renovation": _renovation}[case.procedure]
    return judge(case, case.answers, now)


def of_pass(one: Any, now: datetime) -> Answer:
    """A pass with `inside` (see passes.queries.with_presence)."""
    given_back = one.returned_at or one.retired_at
    return Answer(
        kind=one.get_kind_display(), number=one.number, of=f"registers/passes/{one.pk}", at=now,
        lines=(one.name, str(one.contractor or ""), str(one.unit or ""), _days(one.valid_from, one.valid_until)),
        never=_("已交回，不能再用") if given_back else "", since=_midnight(one.valid_from),
        until=_midnight(one.valid_until, days=1), does=PASS, inside=one.inside,
        whys={
            "good": _("证件有效，现在在场") if one.inside else _("可以进场"),
            "early": _("%(day)s 起才有效") % {"day": one.valid_from},
            "lapsed": _("%(day)s 已到期，请到前台办理延期") % {"day": one.valid_until},
        },
    )  # fmt: skip


def of_card(card: AccessCard, now: datetime) -> Answer:
    return Answer(
        kind=_("一卡通"), number=card.number, of=f"registers/access_cards/{card.pk}", at=now,
        lines=(card.holder, str(card.unit or "")), never="" if card.is_good else _("已冻结或注销"),
        whys={"good": _("正常")},
    )  # fmt: skip


def _release(case: Case, facts: dict[str, Any], now: datetime) -> Answer:
    day = date.fromisoformat(facts["valid_on"])
    never = ""
    if facts.get("result") == "out":
        never = _("%(at)s 已放行，不能再用") % {"at": _clock(facts.get("out_at"))}
    elif facts.get("identity_ok") is not True or (case.is_over and facts.get("result") != "lapsed"):
        never = _("还没有开具，或已作废")
    return Answer(
        kind=_("物品放行条"), number=case.number, of=f"cases/{case.pk}", at=now, does=OUT, never=never,
        lines=(str(case.unit or case.place), facts.get("items", ""), _("%(day)s 当天有效") % {"day": day}),
        since=_midnight(day), until=_midnight(day, days=1),
        whys={
            "good": _("今天有效，核对物品后放行"), "early": _("%(day)s 才能使用") % {"day": day},
            "lapsed": _("只在 %(day)s 有效，已过期") % {"day": day},
        },
    )  # fmt: skip


def _hot_work(case: Case, facts: dict[str, Any], now: datetime) -> Answer:
    begin, end = (datetime.fromisoformat(facts[name]) for name in ("permit_from", "permit_until"))
    never = ""
    if case.is_over:
        never = _("动火已经结束或没有批准")
    elif facts.get("stamped") is not True:
        never = _("还没有批准，不能动火")
    first, last = _clock(begin), _clock(end)
    return Answer(
        kind=_("动火证"), number=case.number, of=f"cases/{case.pk}", at=now, never=never, since=begin, until=end,
        lines=(str(case.unit or case.place), facts.get("spot", ""), facts.get("operator", ""), f"{first} – {last}"),
        whys={
            "good": _("在动火时间内"), "early": _("%(at)s 起才能动火") % {"at": first},
            "lapsed": _("%(at)s 已到时间，要继续须申请延长") % {"at": last},
        },
    )  # fmt: skip


def _renovation(case: Case, facts: dict[str, Any], now: datetime) -> Answer:
    never = ""
    if not facts.get("permit_number"):
        never = _("许可证还没有发")
    elif case.is_over or facts.get("accepted") is True:
        never = _("装修已经验收")
    elif facts.get("stopped") is True:
        never = _("已责令停工")
    begin, end = (
        date.fromisoformat(facts[name]) if facts.get(name) else None
        for name in ("permit_from", "permit_until")
    )
    return Answer(
        kind=_("装修许可证"), number=case.number, of=f"cases/{case.pk}", at=now, never=never,
        lines=(str(case.unit or case.place), _days(begin, end) if begin and end else ""),
        since=_midnight(begin) if begin else None, until=_midnight(end, days=1) if end else None,
        whys={
            "good": _("许可有效"), "early": _("%(day)s 起才能施工") % {"day": begin},
            "lapsed": _("许可 %(day)s 到期，要继续须申请延期") % {"day": end},
        },
    )  # fmt: skip


def _midnight(day: date, *, days: int = 0) -> datetime | None:
    """None beyond the calendar: one line with the last day of all must not shut the gate for everybody."""
    try:
        return datetime.combine(day + timedelta(days=days), time(), get_current_timezone())
    except OverflowError:
        return None


def _days(begin: date, end: date) -> str:
    return f"{begin} – {end}"


def _clock(at: datetime | str | None) -> str:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{localtime(moment):%m-%d %H:%M}" if moment else ""
