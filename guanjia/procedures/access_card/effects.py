"""What happens to cards: opened, frozen, replaced, given back."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.registers.access_cards import actions
from guanjia.registers.access_cards.models import AccessCard
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.effects import hold_deposit, require_paid
from guanjia.work.cashier.models import Deposit
from guanjia.work.ledger.actions import today

DEPOSIT = "card"


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """A lost card is frozen at once, a replaced one too. Says whether the home has too many already."""
    if case.unit_id is None:
        raise Refused(_("请先选择房号"), field="unit")
    if answers["what"] != "new":
        card = _card(answers)
        if card.unit_id != case.unit_id:
            raise Refused(_("这张卡不是这一户的"), field="card")
        if answers["what"] != "return":
            actions.freeze_card(actor=actor, now=now, card=card)
    have = AccessCard.objects.filter(unit_id=case.unit_id, retired_at=None).count()
    here = Parameters.of(case.estate, now)
    return {
        "is_over": answers["what"] == "new" and have >= here.value("access_card.per_home"),
        "deposit_fen": here.value("access_card.deposit"),
    }


def ask_deposit(*, case: Any, answers: Answers, actor: Any, now: datetime) -> Any:
    amount = Decimal(case.answers["deposit_fen"]) / 100
    return hold_deposit(DEPOSIT, amount)(case=case, answers=answers, actor=actor, now=now)


def activate(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The card is bound and works; the one it replaces is ended. Raises Refused while money is missing."""
    require_paid(case=case, answers=answers, actor=actor, now=now)
    if not answers["works"]:
        raise Refused(_("试刷不能开门，请检查授权或换一张卡"), field="works")
    facts = case.answers
    held = Deposit.objects.filter(pk=facts.get(f"deposit_{DEPOSIT}")).first()
    if facts["what"] == "replace":
        old = actions.end_card(actor=actor, now=now, card=_card(facts), why=_("补办新卡"))
        held = held or old.deposit
    actions.open_card(
        actor=actor, now=now, estate=case.estate, number=answers["card_number"], kind=facts["card_kind"],
        holder=facts["holder"], unit=case.unit, customer=case.customer, doors=facts.get("doors", ""),
        parking=facts.get("parking", ""), deposit=held,
    )  # fmt: skip
    return {"activated_at": now.isoformat()}


def settle_loss(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Found, it works again; gone, it is ended."""
    us = {"actor": actor, "now": now, "card": _card(case.answers)}
    if answers["lost_end"] == "found":
        actions.thaw_card(**us)
    else:
        actions.end_card(**us, why=_("遗失"))


def take_back(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Ended, and its deposit may go. Raises Refused without the card."""
    if not answers["card_back"]:
        raise Refused(_("没有收回卡，不能退卡；遗失的请办理挂失"), field="card_back")
    card = actions.end_card(actor=actor, now=now, card=_card(case.answers), why=_("退卡"))
    if card.deposit and card.deposit.held_at and not card.deposit.returned_at:
        cashier.let_go(actor=actor, now=now, deposit=card.deposit, due_on=today(case.estate, now))


def _card(facts: Answers) -> AccessCard:
    return AccessCard.objects.select_related("deposit").get(pk=facts["card"])
