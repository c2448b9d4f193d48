"""Ninety days of closed matters with a daily and weekly rhythm, written in bulk.

The rows are what the actions would have left: steps, story, clocks folded from their events, orders, answers.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from guanjia.demo import fieldwork, judged, names
from guanjia.demo.company import World
from guanjia.demo.homes import public_place
from guanjia.demo.past import Past, Round
from guanjia.directory.knowledge.models import Article
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.clock.binding import Standing, standing_in
from guanjia.engine.clock.firing import fire_due
from guanjia.engine.clock.fold import MEET, START
from guanjia.engine.clock.models import Clock
from guanjia.engine.clock.store import Move
from guanjia.engine.numbering.models import Counter as NumberCounter
from guanjia.engine.sop import latest
from guanjia.work.cases.facts import facts_of
from guanjia.work.cases.models import Case
from guanjia.work.cases.rules import case_number, title_of
from guanjia.work.followups.models import Answer, Attempt, FollowUp

DAYS = 90
A_DAY = {"YG": 13, "BS": 4}
WEEKDAYS = (1.15, 1.0, 0.95, 1.0, 1.05, 1.2, 0.9)
HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 8, 10, 9, 6, 4, 5, 7, 8, 8, 9, 8, 6, 4, 2, 1, 0)
CHANNELS = ("phone",) * 10 + ("counter",) * 4 + ("message",) * 3 + ("group", "staff", "web")
AGAIN_WITHIN = timedelta(days=30)


def remember(world: World, articles: dict[str, Article]) -> None:
    """Write the past of both estates."""
    for estate in world.estates:
        _Chronicle(world, estate, articles).write()


class _Chronicle:
    """The past of one estate, day by day."""

    def __init__(self, world: World, estate: Estate, articles: dict[str, Article]) -> None:
        self.world, self.estate, self.chance, self.articles = world, estate, world.chance, articles
        self.standing: Standing = standing_in(world.company.pk, estate.pk, now=world.now)
        homes = Occupancy.objects.filter(estate=estate).select_related("unit__building", "customer")
        self.homes = list(homes.order_by("pk"))
        self.desk = world.of(estate, roles.AGENT) + world.of(estate, roles.DESK)
        self.field = world.of(estate, roles.TECHNICIAN, "engineering")
        self.numbers: Counter[tuple[str, str]] = Counter()
        self.complained: list[tuple[datetime, str, Occupancy, str]] = []
        self.past = Past()

    def write(self) -> None:
        for back in range(DAYS, 0, -1):
            day = self.world.today - timedelta(days=back)
            for at in self._moments(day):
                self._matter(at)
        for (kind, day), value in self.numbers.items():
            self.past.add(
                NumberCounter(
                    company=self.world.company, estate=self.estate, kind=kind, period=day, value=value
                )
            )
        self.past.write()

    def _moments(self, day: date) -> Iterator[datetime]:
        count = round(A_DAY[self.estate.code] * WEEKDAYS[day.weekday()] * self.chance.uniform(0.7, 1.3))
        hours = self.chance.choices(range(24), HOURS, k=count)
        moments = [time(hour, self.chance.randrange(60), self.chance.randrange(60)) for hour in hours]
        for moment in sorted(moments):
            yield datetime.combine(day, moment, self.world.zone_info)

    def _matter(self, at: datetime) -> None:
        matter = self.chance.choices(names.MATTERS, names.WEIGHTS)[0]
        procedure, topic, urgency = matter[:3]
        home, taker = self.chance.choice(self.homes), self.chance.choice(self.desk)
        rounds = self._over(list(self._rounds(procedure, urgency, at)))
        if not rounds:
            return
        cause, repeats = "", 1
        if procedure == "complaint":
            home, cause, repeats = self._complained(at, topic, home)
        case = self.past.add(self._case(at, matter, home, taker))
        case.cycle = rounds[-1].cycle
        if procedure == "complaint":
            case.answers |= judged.classified(self.chance, case, repeats)
        self.past.tell(case, "registered", at, taker, case.words)
        promptly = at + timedelta(minutes=self.chance.choice((3, 5, 8, 12, 20, 25, 45)))
        self._clock(case, "reply", 1, at, promptly)
        if procedure != "consultation":
            self.past.tell(case, "contacted", promptly, taker, "已电话联系客户。")
        for one in rounds:
            self._go_through(case, one, cause, last=one is rounds[-1])
        self._close(case, rounds[-1])

    def _rounds(self, procedure: str, urgency: str, at: datetime) -> Iterator[Round]:
        """Once, rarely twice: sent back by a customer who was not content."""
        quick, slow = (0.05, 20) if procedure == "consultation" else (1, 60)
        effort = timedelta(hours=self.chance.uniform(quick, slow) * (0.2 if urgency != "ordinary" else 1))
        done = at + effort
        asked = done + timedelta(hours=self.chance.uniform(2, 60 if self.chance.random() < 0.93 else 110))
        yield Round(1, at, done, asked)
        if procedure in ("repair", "complaint") and self.chance.random() < 0.05:
            done = asked + timedelta(hours=self.chance.uniform(4, 30))
            yield Round(2, asked, done, done + timedelta(hours=self.chance.uniform(2, 48)))

    def _over(self, rounds: list[Round]) -> list[Round]:
        """Pressed together when they would reach beyond this morning; what came last night belongs to today."""
        since, latest_end = rounds[0].since, self.world.now - timedelta(hours=10)
        share = (latest_end - since) / (rounds[-1].asked - since)
        if share >= 1:
            return rounds
        moved = [[since + (at - since) * share for at in (one.since, one.done, one.asked)] for one in rounds]
        return [Round(one.cycle, *at) for one, at in zip(rounds, moved, strict=True)] if share > 0.1 else []

    def _complained(self, at: datetime, topic: str, home: Occupancy) -> tuple[Occupancy, str, int]:
        """Who complained of what, and how often lately; one in eleven does so again."""
        lately = [one for one in self.complained if one[0] > at - AGAIN_WITHIN and one[1] == topic]
        cause = self.chance.choice(names.CAUSES[topic])
        if lately and self.chance.random() < 0.09:
            _at, _topic, home, cause = self.chance.choice(lately)
        self.complained.append((at, topic, home, cause))
        return home, cause, 1 + sum(one[2].unit_id == home.unit_id for one in lately)

    def _case(self, at: datetime, matter: tuple[Any, ...], home: Occupancy, taker: Staff) -> Case:
        procedure, topic, urgency, severity, words, answers = matter
        spec, day = latest(procedure), at.strftime("%y%m%d")
        self.numbers[procedure, day] += 1
        public = answers.get("kind") in ("public", "equipment")
        return Case(
            company=self.world.company, estate=self.estate, procedure=procedure, procedure_key=spec.key, topic=topic,
            number=case_number(spec.prefix, day, self.numbers[procedure, day]), title=title_of("", words), words=words,
            urgency=urgency, severity=severity, channel=self.chance.choice(CHANNELS), state=Case.State.CLOSED,
            unit=None if public else home.unit, place=public_place(home) if public else "",
            customer=home.customer, caller_name=home.customer.name, answers=_answered(answers), opened_at=at,
            first_owner=taker, handler=taker,
            department=self.world.departments[self.estate.pk, "engineering" if procedure == "repair" else "service"],
        )  # fmt: skip

    def _go_through(self, case: Case, one: Round, cause: str, *, last: bool) -> None:
        """The work of one round, its clocks, and the customer's word on it."""
        if case.procedure == "repair":
            self._repair(case, one)
        elif case.procedure == "complaint":
            judged.complaint(self.world, self.past, case, one, cause)
        elif case.procedure == "suggestion":
            judged.suggestion(self.world, self.past, case, one)
        else:
            article = self.articles.get(names.ANSWERED_BY.get(case.words[:6], ""))
            judged.consultation(self.past, case, one, article, later=self.chance.random() < 0.15)
        self._clock(case, "finish", one.cycle, one.since, one.done)
        if case.procedure in ("repair", "complaint"):
            self.past.tell(case, "finished", one.done, case.handler)
            self._clock(case, "followup", one.cycle, one.done, one.asked)
            self._ask(case, one, last=last)

    def _repair(self, case: Case, one: Round) -> None:
        there, worked = fieldwork.arrivals(self.chance, one)
        self._clock(case, "arrive", one.cycle, one.since, there)
        day = one.since.strftime("%y%m%d")
        self.numbers["order", day] += 1
        fieldwork.order(
            self.past, self.chance, case, one, self.chance.choice(self.field), there=there, worked=worked,
            number=f"PG{day}-{self.numbers['order', day]:04d}",
        )  # fmt: skip

    def _clock(self, case: Case, metric: str, cycle: int, start: datetime, stop: datetime) -> None:
        """Met when it was; what was late has breached on the way, and its first owner mostly chased it."""
        bound = self.standing.bind_by_policy(case.procedure, facts_of(case), metric)
        if bound is None:
            return
        subject = Case._meta.label_lower
        clock = Clock(
            company=case.company, estate=case.estate, subject_type=subject, metric=metric, cycle=cycle
        )
        us, move = system(case.company_id), Move(clock, None)
        move.happen(START, at=start.replace(microsecond=0), actor=us, bound=bound)
        while (coming := move.reading.next_firing()) and coming[1] <= stop:
            fire_due(move, now=coming[1])
        move.happen(MEET, at=stop.replace(microsecond=0), actor=us)
        move.firings.clear()
        self.past.moves.append((case, move))
        if clock.breached_at and self.chance.random() < 0.8:
            chased = clock.breached_at + timedelta(minutes=self.chance.randint(5, 50))
            self.past.tell(case, "contacted", chased, case.first_owner, "已催办，并向客户说明新的时间。")

    def _ask(self, case: Case, one: Round, *, last: bool) -> None:
        """What the customer said. Who was not content sent the work back; some were never reached."""
        caller = self.chance.choice(self.desk)
        followup = self.past.add(
            FollowUp(
                company=case.company, estate=case.estate, case=case, cycle=one.cycle, state=FollowUp.State.ANSWERED,
                opened_at=one.done, not_before=one.done, due_at=one.done + timedelta(days=3), ended_at=one.asked,
                assignee=caller,
            )
        )  # fmt: skip
        if last and self.chance.random() < 0.04:
            self._not_reached(followup, caller)
            return
        stars = self.chance.choices((5, 4, 3), (62, 28, 10))[0] if last else self.chance.choice((1, 2))
        words = self.chance.choice(names.PRAISE if last else names.GRUMBLE)
        link = self.chance.random() < 0.25
        self.past.add(
            Answer(
                company=case.company, estate=case.estate, followup=followup, at=one.asked, by=None if link else caller,
                way="link" if link else "phone", stars=stars, satisfied=last, words=words,
            )
        )  # fmt: skip
        case.answers |= {"reached": True, "satisfied": last, "stars": stars, "words_back": words}
        if not last:
            self.past.tell(case, "reopened", one.asked, caller, words, cycle=one.cycle + 1)

    def _not_reached(self, followup: FollowUp, caller: Staff) -> None:
        followup.state = FollowUp.State.NOT_REACHED
        spent = followup.ended_at - followup.opened_at
        for part in (0.3, 0.6, 1):
            self.past.add(
                Attempt(
                    company=followup.company, estate=followup.estate, followup=followup, by=caller, way="phone",
                    at=followup.opened_at + spent * part, outcome=Attempt.Outcome.NO_ANSWER,
                )
            )  # fmt: skip
        followup.case.answers["reached"] = False

    def _close(self, case: Case, last: Round) -> None:
        case.finished_at = last.done
        case.closed_at = last.asked if case.procedure == "repair" else last.done
        if case.procedure == "complaint":
            case.closed_at = judged.improvement(self.world, self.past, case, last.asked)
        self.past.tell(case, "closed", case.closed_at, case.first_owner)


def _answered(answers: dict[str, Any]) -> dict[str, Any]:
    return {**answers, "quote_when": "free"} if answers.get("kind") == "home" else dict(answers)
