"""What technicians left behind of each order: journeys, pauses, quotes, materials."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from guanjia.demo import names
from guanjia.demo.past import Past, Round
from guanjia.directory.team.models import Staff
from guanjia.work.cases.models import Case, Step
from guanjia.work.dispatch import rules
from guanjia.work.dispatch.models import MaterialLine, OrderPause, Quote, QuoteLine, Trip, WorkOrder

LONG = timedelta(hours=8)


def arrivals(chance: Random, of: Round) -> tuple[datetime, timedelta]:
    """When somebody first stood at the door, and how long the last visit took."""
    effort = of.done - of.since
    worked = min(timedelta(minutes=chance.randint(18, 95)), effort / 2)
    twice = effort > LONG and chance.random() < 0.2
    return (of.since + effort * 0.4 if twice else of.done - worked), worked


def order(past: Past, chance: Random, case: Case, of: Round, worker: Staff, *, number: str, there: datetime,
          worked: timedelta) -> None:  # fmt: skip
    """An order taken, done, paid for and told about."""
    outcome = chance.choice(names.OUTCOMES)
    free = case.answers.get("kind") != "home" or chance.random() < 0.6
    lines = [] if of.cycle > 1 else _used(chance, case)
    cost = rules.total(rules.line_amount(quantity, price) for _n, _m, quantity, price in lines)
    labour = Decimal("0.00") if free else Decimal(chance.choice((30, 50, 80)))
    if labour:
        case.answers["quote_when"] = "on_site"
    step = past.step(
        case, "dispatch", of.since, of.done, worker, cycle=of.cycle, result="fixed", worker=worker.pk, work=outcome,
        order=number, amount=str(cost + labour if labour else Decimal("0.00")), pay="on_spot" if labour else "free",
        items=[{"name": name, "quantity": str(quantity), "price": str(price)} for name, _m, quantity, price in lines],
    )  # fmt: skip
    accepted = of.since + min((there - of.since) / 3, timedelta(minutes=chance.randint(1, 24)))
    row = past.add(_order_row(case, step, of, worker, number=number, accepted=accepted, outcome=outcome))
    past.tell(case, "order.accepted", accepted, worker, f"{worker.name}已接单")
    past.tell(case, "order.arrived", there, worker, f"{worker.name}已到场")
    _journeys(past, chance, row, there=there, last=of.done - worked)
    if labour:
        _quote(past, row, labour, lines, at=of.done - worked * 0.7)
    for name, measure, quantity, price in lines:
        amount = rules.line_amount(quantity, price)
        past.add(
            MaterialLine(**_fact(row, of.done), name=name, measure=measure, quantity=quantity, unit_price=price,
                         amount=amount)
        )  # fmt: skip
    past.tell(case, "order.done", of.done, worker, f"完工：{outcome}")


def _order_row(
    case: Case, step: Step, of: Round, worker: Staff, *, number: str, accepted: datetime, outcome: str
) -> WorkOrder:
    return WorkOrder(
        company=case.company, estate=case.estate, number=number, case=case, step=step,
        kind=case.answers.get("kind", "home"), task=case.title, technician=worker, department=worker.department,
        state=WorkOrder.State.DONE, created_at=of.since, assigned_at=of.since, accepted_at=accepted, done_at=of.done,
        changed_at=of.done, outcome=outcome,
    )  # fmt: skip


def _journeys(past: Past, chance: Random, row: WorkOrder, *, there: datetime, last: datetime) -> None:
    """One visit; or a look first, a pause for what was missing, and a second visit."""
    way = min((there - row.accepted_at) / 2, timedelta(minutes=chance.randint(4, 20)))
    twice = there < last
    looked = there + min((last - there) / 3, timedelta(minutes=chance.randint(15, 40)))
    past.add(_trip(row, 1, there - way, there, looked if twice else row.done_at))
    if twice:
        reason = chance.choice(("parts", "parts", "customer", "third_party"))
        past.add(
            OrderPause(**_fact(row, looked), reason=reason, until=last, state_before=WorkOrder.State.ARRIVED,
                       is_long=False, ended_at=last - way)
        )  # fmt: skip
        past.add(_trip(row, 2, max(looked, last - way), last, row.done_at))


def _trip(row: WorkOrder, number: int, set_out: datetime, there: datetime, over: datetime) -> Trip:
    facts = _fact(row, set_out)
    return Trip(**facts, technician=row.technician, number=number, arrived_at=there, ended_at=over)


def _quote(past: Past, row: WorkOrder, labour: Decimal, lines: list[tuple], *, at: datetime) -> None:
    priced = [("labour", "维修人工", Decimal(1), labour)]
    priced += [("material", name, quantity, price) for name, _measure, quantity, price in lines]
    amounts = [rules.line_amount(quantity, price) for _kind, _name, quantity, price in priced]
    quote = past.add(
        Quote(**_fact(row, at), total=rules.total(amounts), agreed_at=at + timedelta(minutes=2), agreed_how="phone",
              agreed_name=row.case.caller_name)
    )  # fmt: skip
    for (kind, name, quantity, price), amount in zip(priced, amounts, strict=True):
        past.add(
            QuoteLine(company=row.company, estate=row.estate, quote=quote, kind=kind, name=name, quantity=quantity,
                      unit_price=price, amount=amount)
        )  # fmt: skip


def _used(chance: Random, case: Case) -> list[tuple[str, str, Decimal, Decimal]]:
    """(name, measure, quantity, unit price in yuan) of what the work took; often nothing."""
    if chance.random() < 0.35:
        return []
    parts = names.MATERIALS.get(case.topic, names.MATERIALS["water"])
    return [
        (name, measure, Decimal(chance.choice((1, 1, 2))), Decimal(price))
        for name, measure, price in chance.sample(parts, chance.choice((1, 1, 2)))
    ]


def _fact(row: WorkOrder, at: datetime) -> dict:
    return {
        "company": row.company, "estate": row.estate, "order": row, "by": row.technician, "at": at, "recorded_at": at,
    }  # fmt: skip
