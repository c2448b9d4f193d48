"""What a number at the gate stands for, and whether it lets anybody or anything through today."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.registers.access_cards.models import AccessCard
from guanjia.registers.passes.models import WorkerPass
from guanjia.work.cases.models import Case

PERMITS = ("item_release", "hot_work", "renovation")
MOST = 5


@dataclass(frozen=True)
class Answer:
    """`good` is the word of the gate; `why` says what is the matter; `out` is the case to mark out."""

    kind: str
    number: str
    good: bool
    why: str
    lines: tuple[str, ...] = ()
    out: int | None = None


def looked_up(number: str, *, actor: Actor, now: datetime) -> list[Answer]:
    """Everything in sight that carries this number (or is meant by the scanned address of a case). Four statements."""
    wanted = number.strip().rstrip("/").rpartition("/")[2]
    if not wanted:
        return []
    meant = Q(number__iexact=wanted)
    if "/" in number and wanted.isdigit():
        meant |= Q(pk=int(wanted[:18]))
    cases = (
        Case.objects.visible_to(actor).filter(meant, procedure__in=PERMITS).select_related("unit__building")
    )
    passes = (
        WorkerPass.objects.visible_to(actor)
        .filter(number__iexact=wanted)
        .select_related("contractor", "unit")
    )
    cards = AccessCard.objects.visible_to(actor).filter(number__iexact=wanted).select_related("unit")
    return [
        *(_of_case(one, now) for one in cases[:MOST]),
        *(_of_pass(one, localdate(now)) for one in passes.order_by("-pk")[:MOST]),
        *(_of_card(one) for one in cards.order_by("-pk")[:MOST]),
    ]


def _of_case(case: Any, now: datetime) -> Answer:
    judge = {"item_release": _release, "hot_work": _hot_work, "renovation": _renovation}[case.procedure]
    return judge(case, case.answers, now)


def _release(case: Any, facts: dict[str, Any], now: datetime) -> Answer:
    why, good = _("今天有效，核对物品后放行"), False
    if facts.get("result") == "out":
        why = _("已经放行过，不能再用")
    elif facts.get("result") == "lapsed" or localdate(now) > date.fromisoformat(facts["valid_on"]):
        why = _("已过期")
    elif facts.get("identity_ok") is not True or case.is_over:
        why = _("还没有开具，或已作废")
    elif localdate(now) < date.fromisoformat(facts["valid_on"]):
        why = _("%(day)s 才能使用") % {"day": facts["valid_on"]}
    else:
        good = True
    said = (_where(case), facts.get("items", ""))
    return Answer(_("物品放行条"), case.number, good, why, said, case.pk if good else None)


def _hot_work(case: Any, facts: dict[str, Any], now: datetime) -> Answer:
    begin, end = (datetime.fromisoformat(facts[name]) for name in ("permit_from", "permit_until"))
    good = not case.is_over and facts.get("stamped") is True and begin <= now <= end
    why = _("在动火时间内") if good else _("未批准、未到时间或已经结束")
    span = f"{localtime(begin):%m-%d %H:%M} – {localtime(end):%m-%d %H:%M}"
    return Answer(_("动火证"), case.number, good, why, (_where(case), facts.get("spot", ""), span))


def _renovation(case: Any, facts: dict[str, Any], now: datetime) -> Answer:
    begin, end = facts.get("permit_from", ""), facts.get("permit_until", "")
    good, why = False, _("许可有效")
    if not facts.get("permit_number"):
        why = _("许可证还没有发")
    elif case.is_over or facts.get("accepted") is True:
        why = _("装修已经验收")
    elif facts.get("stopped") is True:
        why = _("已责令停工")
    elif not begin <= localdate(now).isoformat() <= end:
        why = _("不在许可期限内")
    else:
        good = True
    return Answer(_("装修许可证"), case.number, good, why, (_where(case), f"{begin} – {end}"))


def _of_pass(one: WorkerPass, today: date) -> Answer:
    state = one.state(today)
    why = {
        "valid": _("有效"), "lapsed": _("已过期"), "early": _("未到期"), "returned": _("已交回，不能再用"),
    }[state]  # fmt: skip
    lines = (
        one.name,
        str(one.contractor or ""),
        str(one.unit or ""),
        f"{one.valid_from} – {one.valid_until}",
    )
    return Answer(one.get_kind_display(), one.number, state == "valid", why, lines)


def _of_card(card: AccessCard) -> Answer:
    why = _("正常") if card.is_good else _("已冻结或注销")
    return Answer(_("一卡通"), card.number, card.is_good, why, (card.holder, str(card.unit or "")))


def _where(case: Any) -> str:
    return str(case.unit or case.place)
