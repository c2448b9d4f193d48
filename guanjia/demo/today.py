"""Today's open work in every state, done by the real actions so that everything about it is true."""

from datetime import datetime, timedelta
from typing import Any

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.demo.homes import public_place
from guanjia.demo.pictures import photo
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Building, Estate
from guanjia.directory.team import roles
from guanjia.engine.clock.sweep import sweep
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.dispatch import actions as orders
from guanjia.work.dispatch.models import WorkOrder

FINISHED = {"result": "fixed", "fault": "接头老化", "pay": "free"}


def happen(world: World) -> None:
    """The large estate has a busy day, the small one a calm one; an outage."""
    for estate, count in zip(world.estates, (26, 7), strict=True):
        day = _Day(world, estate)
        day.linger()
        day.run(count)
    _incident(world)
    sweep(now=world.now)


class _Day:
    """One estate's day so far."""

    def __init__(self, world: World, estate: Estate) -> None:
        self.world, self.estate, self.chance, self.now = world, estate, world.chance, world.now
        self.desk = world.of(estate, roles.DESK) + world.of(estate, roles.AGENT)
        self.field = world.of(estate, roles.TECHNICIAN, "engineering")
        self.chief = world.of(estate, roles.SUPERVISOR)[0]
        homes = (
            Occupancy.objects.filter(estate=estate)
            .select_related("unit__building", "customer")
            .order_by("pk")
        )
        self.homes = list(homes)

    def linger(self) -> None:
        """A few repairs of the last days that wait for parts or are still to be done."""
        repairs = [one for one in names.MATTERS if one[0] == "repair" and one[2] == "ordinary"]
        for number, hours in enumerate((30, 50, 75, 110, 200) if self.estate.code == "YG" else (52,)):
            since = self.now - timedelta(hours=hours)
            case = self._register(repairs[number % len(repairs)], since, number)
            at = since + timedelta(minutes=9)
            cases.note_contact(actor=case.first_owner, now=at, case=case, text="已电话联系，客户同意等配件。")
            order = WorkOrder.objects.get(case=case)
            self._work(order, "paused" if number % 2 == 0 else "accepted", since=since)

    def run(self, count: int) -> None:
        """Matters of the last hours; each repair is left at another point of its way."""
        stops = ("pool", "assigned", "accepted", "on_the_way", "arrived", "paused", "done")
        for number in range(count):
            ago = timedelta(minutes=(count - number) * self.chance.randint(15, 28))
            matter = names.MATTERS[(number * 7) % len(names.MATTERS)]
            case = self._register(matter, self.now - ago, number)
            if number % 6:
                cases.note_contact(
                    actor=case.first_owner,
                    now=case.opened_at + timedelta(minutes=6),
                    case=case,
                    text="已电话安抚并约好时间。",
                )
            order = WorkOrder.objects.filter(case=case).first()
            if order:
                self._work(order, stops[number % len(stops)], since=self.now - ago)

    def _register(self, matter: tuple[Any, ...], at: datetime, number: int) -> Case:
        procedure, topic, urgency, severity, words, answers = matter
        home, taker = self.chance.choice(self.homes), self.desk[number % len(self.desk)]
        public = answers.get("kind") in ("public", "equipment")
        if answers.get("kind") == "home":
            answers = {**answers, "quote_when": "free", "part": "other"}
        return cases.register_case(
            actor=taker, now=at, estate=self.estate, procedure=procedure, words=words, topic=topic, urgency=urgency,
            severity=severity, channel="phone", unit=None if public else home.unit, customer=home.customer,
            caller_name=home.customer.name, caller_phone=home.customer.phones.values_list("number", flat=True).first() or "",
            place=public_place(home) if public else "", answers=answers,
        )  # fmt: skip

    def _work(self, order: WorkOrder, stop: str, *, since: datetime) -> None:
        """Carry the order as far as `stop`, a few minutes between the steps."""
        worker = order.technician or (
            self.field[0] if self.chance.random() < 0.35 else self.chance.choice(self.field)
        )
        at = since + timedelta(minutes=2)
        way = {
            "assigned": lambda: orders.assign_order(order=order, actor=self.chief, now=at, technician=worker),
            "accepted": lambda: orders.accept_order(order=order, actor=worker, now=at),
            "on_the_way": lambda: orders.set_out(order=order, actor=worker, now=at),
            "arrived": lambda: orders.arrive(order=order, actor=worker, now=at),
        }
        for state, move in way.items():
            if stop == "pool" or (state == "assigned" and order.technician_id):
                continue
            order = move()
            at += timedelta(minutes=3)
            if state == stop:
                return
        if stop == "paused":
            orders.pause_order(
                order=order, actor=worker, now=at, reason="parts", until=at + timedelta(hours=20)
            )
        elif stop == "done":
            self._finish(order, worker, at)

    def _finish(self, order: WorkOrder, worker, at: datetime) -> None:
        for kind in ("before", "after", "signature"):
            orders.add_photo(order=order, actor=worker, now=at, kind=kind, upload=photo(kind))
        orders.complete_order(order=order, actor=worker, now=at, outcome="更换接头，试水正常。", **FINISHED)


def _incident(world: World) -> None:
    estate = world.estates[0]
    chief = world.of(estate, roles.SUPERVISOR)[0]
    cases.open_incident(
        actor=chief, now=world.now - timedelta(minutes=50), estate=estate, title="5 栋二次供水水泵检修停水", topic="water",
        say="5 栋因水泵检修临时停水，预计两小时内恢复，请先使用储备用水。给您带来不便，非常抱歉。",
        buildings=Building.objects.filter(estate=estate, name="5"), expected_at=world.now + timedelta(minutes=70),
    )  # fmt: skip
