"""Ninety days of closed matters with a daily and weekly rhythm, written in bulk.

The rows are what the actions would have left: steps, story, clocks folded from their events, orders, answers.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.clock.binding import Standing, standing_in
from guanjia.engine.clock.firing import fire_due
from guanjia.engine.clock.fold import MEET, START
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.store import Move, save_new
from guanjia.engine.numbering.models import Counter as NumberCounter
from guanjia.engine.search.index import index_many
from guanjia.engine.sop import latest
from guanjia.work.cases.facts import facts_of
from guanjia.work.cases.indexing import entry_of
from guanjia.work.cases.models import Case, Step, TimelineEntry
from guanjia.work.cases.rules import case_number, title_of
from guanjia.work.dispatch.models import WorkOrder
from guanjia.work.followups.models import Answer, FollowUp

DAYS = 90
A_DAY = {"YG": 13, "BS": 4}
WEEKDAYS = (1.15, 1.0, 0.95, 1.0, 1.05, 1.2, 0.9)
HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 8, 10, 9, 6, 4, 5, 7, 8, 8, 9, 8, 6, 4, 2, 1, 0)
CHANNELS = ("phone",) * 10 + ("counter",) * 4 + ("message",) * 3 + ("group", "staff", "web")


@dataclass
class Past:
    """Rows waiting to be written."""

    cases: list[Case] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    lines: list[TimelineEntry] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    orders: list[WorkOrder] = field(default_factory=list)
    followups: list[FollowUp] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def remember(world: World) -> None:
    """Write the past of both estates."""
    for estate in world.estates:
        _Chronicle(world, estate).write()


class _Chronicle:
    """The past of one estate, day by day."""

    def __init__(self, world: World, estate: Estate) -> None:
        self.world, self.estate, self.chance = world, estate, world.chance
        self.standing: Standing = standing_in(world.company.pk, estate.pk, now=world.now)
        homes = (
            Occupancy.objects.filter(estate=estate)
            .select_related("unit__building", "customer")
            .order_by("pk")
        )
        self.homes = list(homes)
        self.desk = world.of(estate, roles.AGENT) + world.of(estate, roles.DESK)
        self.field = world.of(estate, roles.TECHNICIAN, "engineering")
        self.numbers: Counter[tuple[str, str]] = Counter()
        self.past = Past()

    def write(self) -> None:
        for back in range(DAYS, 0, -1):
            day = self.world.today - timedelta(days=back)
            for at in self._moments(day):
                self._matter(at)
        self._save()

    def _moments(self, day: date) -> Iterator[datetime]:
        count = round(A_DAY[self.estate.code] * WEEKDAYS[day.weekday()] * self.chance.uniform(0.7, 1.3))
        hours = self.chance.choices(range(24), HOURS, k=count)
        moments = [time(hour, self.chance.randrange(60), self.chance.randrange(60)) for hour in hours]
        for moment in sorted(moments):
            yield datetime.combine(day, moment, self.world.zone_info)

    def _matter(self, at: datetime) -> None:
        procedure, topic, urgency, severity, words, answers = self.chance.choices(
            names.MATTERS, names.WEIGHTS
        )[0]
        home, taker = self.chance.choice(self.homes), self.chance.choice(self.desk)
        quick, slow = (0.05, 20) if procedure == "consultation" else (1, 60)
        effort = timedelta(hours=self.chance.uniform(quick, slow) * (0.2 if urgency != "ordinary" else 1))
        case = self._case(at, procedure, topic, urgency, severity, words, answers, home, taker)
        again = procedure != "consultation" and self.chance.random() < 0.05
        done = at + effort + (timedelta(hours=30) if again else timedelta())
        asked = done + timedelta(hours=self.chance.uniform(2, 60))
        case.cycle = 2 if again else 1
        case.finished_at, case.closed_at = done, asked
        if asked >= self.world.now:
            return
        self.past.cases.append(case)
        self._tell(case, "registered", at, taker, words)
        self._clocks(case, at, done, asked)
        if procedure == "repair":
            self._order(case, at, done)
        if procedure == "consultation":
            self._tell(case, "closed", asked, taker)
        else:
            self._follow_up(case, done, asked, again=again)

    def _case(self, at, procedure, topic, urgency, severity, words, answers, home, taker) -> Case:
        spec, day = latest(procedure), at.strftime("%y%m%d")
        self.numbers[procedure, day] += 1
        public = answers.get("kind") in ("public", "equipment")
        return Case(
            company=self.world.company, estate=self.estate, procedure=procedure, procedure_key=spec.key, topic=topic,
            number=case_number(spec.prefix, day, self.numbers[procedure, day]), title=title_of("", words), words=words,
            urgency=urgency, severity=severity, channel=self.chance.choice(CHANNELS), state=Case.State.CLOSED,
            unit=None if public else home.unit, place=f"{home.unit.building}栋公共区域" if public else "",
            customer=home.customer, caller_name=home.customer.name, answers=_answered(answers), opened_at=at,
            first_owner=taker, handler=taker,
            department=self.world.departments[self.estate.pk, "engineering" if procedure == "repair" else "service"],
        )  # fmt: skip

    def _tell(self, case: Case, kind: str, at: datetime, who: Staff, text: str = "", **data: Any) -> None:
        self.past.lines.append(
            TimelineEntry(
                company=case.company, estate=case.estate, case=case, at=at, kind=kind, actor=who, actor_name=who.name,
                text=text, data=data,
            )
        )  # fmt: skip

    def _clocks(self, case: Case, at: datetime, done: datetime, asked: datetime) -> None:
        """Reply, arrival, completion and follow-up, met when they were; what was late has breached on the way."""
        promptly = at + timedelta(minutes=self.chance.choice((3, 5, 8, 12, 20, 25, 45)))
        there = at + (done - at) * 0.4
        for metric, start, stop in (
            ("reply", at, promptly), ("arrive", at, there), ("finish", at, done), ("followup", done, asked),
        ):  # fmt: skip
            bound = self.standing.bind_by_policy(case.procedure, facts_of(case), metric)
            if bound is None:
                continue
            clock = Clock(
                company=case.company,
                estate=case.estate,
                subject_type=Case._meta.label_lower,
                metric=metric,
                cycle=1,
            )
            us, move = system(case.company_id), Move(clock, None)
            move.happen(START, at=start.replace(microsecond=0), actor=us, bound=bound)
            while (coming := move.reading.next_firing()) and coming[1] <= stop:
                fire_due(move, now=coming[1])
            move.happen(MEET, at=stop.replace(microsecond=0), actor=us)
            move.firings.clear()
            move.case = case
            self.past.moves.append(move)

    def _order(self, case: Case, at: datetime, done: datetime) -> None:
        day, worker = at.strftime("%y%m%d"), self.chance.choice(self.field)
        self.numbers["order", day] += 1
        step = self._step(case, "dispatch", at, done, worker)
        accepted = at + (done - at) * 0.15
        self.past.orders.append(
            WorkOrder(
                company=case.company, estate=case.estate, number=f"PG{day}-{self.numbers['order', day]:04d}",
                case=case, step=step, kind=case.answers.get("kind", "home"), task=case.title, technician=worker,
                department=worker.department, state=WorkOrder.State.DONE, created_at=at, assigned_at=at,
                accepted_at=accepted, done_at=done, changed_at=done, outcome="已修复,试用正常。",
            )
        )  # fmt: skip
        self._tell(case, "order.accepted", accepted, worker, f"{worker.name}已接单")
        self._tell(case, "order.arrived", at + (done - at) * 0.4, worker, f"{worker.name}已到场")
        self._tell(case, "order.done", done, worker, "完工:已修复,试用正常。")

    def _step(self, case: Case, code: str, entered: datetime, done: datetime, who: Staff) -> Step:
        step = Step(
            company=case.company, estate=case.estate, case=case, code=code, role="system", entered_at=entered,
            done_at=done, done_by=who, cycle=1,
        )  # fmt: skip
        self.past.steps.append(step)
        return step

    def _follow_up(self, case: Case, done: datetime, asked: datetime, *, again: bool) -> None:
        caller = self.chance.choice(self.desk)
        if again:
            self._ask(
                case,
                1,
                done - timedelta(hours=30),
                done - timedelta(hours=20),
                caller,
                self.chance.choice((1, 2)),
            )
            self._tell(
                case,
                "reopened",
                done - timedelta(hours=20),
                caller,
                self.chance.choice(names.GRUMBLE),
                cycle=2,
            )
        self._tell(case, "finished", done, case.handler)
        stars = self.chance.choices((5, 4, 3), (62, 28, 10))[0]
        self._ask(case, case.cycle, done, asked, caller, stars)
        self._tell(case, "closed", asked, caller)

    def _ask(
        self, case: Case, cycle: int, opened: datetime, asked: datetime, caller: Staff, stars: int
    ) -> None:
        followup = FollowUp(
            company=case.company, estate=case.estate, case=case, cycle=cycle, state=FollowUp.State.ANSWERED,
            opened_at=opened, not_before=opened, due_at=opened + timedelta(days=3), ended_at=asked, assignee=caller,
        )  # fmt: skip
        self.past.followups.append(followup)
        link = self.chance.random() < 0.25
        self.past.answers.append(
            Answer(
                company=case.company, estate=case.estate, followup=followup, at=asked, by=None if link else caller,
                way="link" if link else "phone", stars=stars, satisfied=stars >= 3, words=self.chance.choice(names.PRAISE),
            )
        )  # fmt: skip

    def _save(self) -> None:
        past = self.past
        Case.objects.bulk_create(past.cases, batch_size=500)
        for move in past.moves:
            move.clock.subject_id = move.case.pk
        for start in range(0, len(past.moves), 500):
            save_new(past.moves[start : start + 500])
        Step.objects.bulk_create(past.steps, batch_size=500)
        TimelineEntry.objects.bulk_create(past.lines, batch_size=1000)
        WorkOrder.objects.bulk_create(past.orders, batch_size=500)
        FollowUp.objects.bulk_create(past.followups, batch_size=500)
        Answer.objects.bulk_create(past.answers, batch_size=500)
        index_many(entry_of(case, case.where) for case in past.cases)
        NumberCounter.objects.bulk_create(
            [
                NumberCounter(
                    company=self.world.company, estate=self.estate, kind=kind, period=day, value=value
                )
                for (kind, day), value in self.numbers.items()
            ],
            batch_size=500,
        )


def _answered(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, "quote_when": "free"} if answers.get("kind") == "home" else dict(answers)
