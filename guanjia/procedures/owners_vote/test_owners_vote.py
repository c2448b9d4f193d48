"""The owners' vote as the manual tells it, and how it is counted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.engine.audit.models import AuditEntry
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.procedures.owners_vote.papers import MATTERS
from guanjia.work.cases import actions
from guanjia.work.votes import actions as votes
from guanjia.work.votes.models import Ballot, Matter, SecretChoice, Vote, Voter

MATTER = {
    "vote_title": "使用维修资金更换电梯", "matter": "fund_use", "vote_text": "更换3栋电梯钢丝绳", "secret": False,
    "opens_on": "2026-12-03", "closes_on": "2026-12-10",
}  # fmt: skip
TOLD = {"notice_on": "2026-11-18", "notice_where": ["board", "hall"]}
PUBLISHED = {"published_on": "2026-12-11", "published_where": ["board"]}


@pytest.fixture
def homes(acting, cast):
    """王阿姨 has two homes, 李家 have one together, 赵 has one; nobody is entered for the last."""
    with acting(system(cast.company.pk)):

        def home(number, area, *owners, kind="flat"):
            unit = Unit.objects.create(
                company=cast.company, estate=cast.estate, building=cast.building, number=number, key=f"3-2-{number}",
                area=area, kind=kind,
            )  # fmt: skip
            for owner in owners:
                Occupancy.objects.create(company=cast.company, estate=cast.estate, unit=unit, customer=owner)
            return unit

        li, wife, zhao = (
            Customer.objects.create(company=cast.company, name=name) for name in ("李明", "张兰", "赵强")
        )
        home("1502", "101.40", cast.owner), home("1503", "120.00", li, wife), home("1504", "80.00", zhao)
        home("1505", "50.00"), home("P1", "12.00", zhao, kind="parking")


@pytest.fixture
def do(acting, signed):
    def do(case, moment, person, step, answers, *pictures):
        with acting(person):
            return actions.complete_step(
                actor=person, now=moment, case=case, step=step, answers=answers,
                uploads=[(name, signed()) for name in pictures],
            )  # fmt: skip

    return do


@pytest.fixture
def announced(acting, cast, do, now):
    def announced(**more):
        with acting(cast.supervisor):
            case = actions.register_case(
                actor=cast.supervisor, now=now, estate=cast.estate, procedure="owners_vote", words="业主大会",
                answers={**MATTER, **more},
            )  # fmt: skip
        case = do(case, now, cast.manager, "review", {"decision": "approved"})
        return do(case, now, cast.supervisor, "notice", TOLD, "notice_photos")

    return announced


@pytest.fixture
def opened(homes, cast, announced, walk, now):
    """The vote on its first day, and that moment."""

    def opened(**more):
        day = now + timedelta(days=15)
        return walk(announced(**more), day, (cast.supervisor, "roll", {})), day

    return opened


@pytest.fixture
def cast_vote(acting, cast, signed):
    def cast_vote(who, choice, moment, key="", person=None):
        with acting(person or cast.desk):
            voter = Voter.objects.select_related("vote").get(names__contains=who)
            return votes.cast_ballot(
                actor=person or cast.desk, now=moment, voter=voter, choice=choice, photo=signed(), key=key
            )

    return cast_vote


def test_fifteen_days_of_notice_and_a_word_of_another(acting, cast, announced, do, now):
    assert dict(Matter.choices) == MATTERS
    with pytest.raises(Refused, match="至少 15 天"):
        announced(opens_on="2026-12-02")
    with pytest.raises(Refused, match="不能早于开始"):
        announced(closes_on="2026-12-01")
    with acting(cast.manager):
        case = actions.register_case(
            actor=cast.manager,
            now=now,
            estate=cast.estate,
            procedure="owners_vote",
            words="表决",
            answers=MATTER,
        )
    with pytest.raises(Forbidden, match="当事人以外"):
        do(case, now, cast.manager, "review", {"decision": "approved"})


def test_the_roll_is_frozen_on_the_day(acting, cast, homes, announced, walk, waiting, due, at, now):
    case = announced()
    assert due(case, "roll") == at("2026-12-04 00:00")
    with pytest.raises(Refused, match="2026-12-03 才开始"):
        walk(case, now, (cast.supervisor, "roll", {}))
    day = now + timedelta(days=15)
    with acting(system(cast.company.pk)):
        Unit.objects.filter(number="1505").update(area=None)
    with pytest.raises(Refused, match=r"1 套房没有建筑面积.*1505"):
        walk(case, day, (cast.supervisor, "roll", {}))
    with acting(system(cast.company.pk)):
        Unit.objects.filter(number="1505").update(area="50.00")
    case = walk(case, day, (cast.supervisor, "roll", {}))
    assert waiting(case) == ["ballots"]
    with acting(system(cast.company.pk)):
        roll = [(one.names, one.homes_said, one.area) for one in Voter.objects.order_by("number")]
        assert roll[0] == ("王阿姨", "3栋2单元1501、3栋1502", Decimal("200.00"))
        assert [(names, area) for names, _homes, area in roll[1:]] == [
            ("李明、张兰", 120), ("赵强", 80), ("建设单位（未售或未登记业主）", 50),
        ]  # fmt: skip
        Occupancy.objects.filter(unit__number="1504").update(until="2026-12-04")
        Unit.objects.filter(number="1504").update(area="800")
        vote = Vote.objects.get()
        assert (vote.heads, vote.area) == (4, Decimal("450.00"))


def test_one_ballot_for_each_head(acting, cast, opened, cast_vote, now):
    _case, day = opened()
    with pytest.raises(Forbidden):
        cast_vote("王阿姨", "for", day, person=cast.technician)
    first, receipt = cast_vote("王阿姨", "for", day, key="k")
    assert cast_vote("王阿姨", "for", day, key="k")[0].pk == first.pk and receipt == ""
    with pytest.raises(Refused, match="只计一票"):
        cast_vote("王阿姨", "against", day)
    with pytest.raises(Refused, match="请选择"):
        cast_vote("赵强", "", day)
    with pytest.raises(Refused, match="截止"):
        cast_vote("赵强", "for", day + timedelta(days=8))
    with acting(system(cast.company.pk)):
        same = {"company": cast.company, "estate": cast.estate, "vote": first.vote, "cast_at": day}
        with pytest.raises(IntegrityError, match="ballot_once"), transaction.atomic():
            Ballot.objects.create(**same, voter=first.voter, secret=False, choice="for", photo="x.png")
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            Ballot.objects.filter(pk=first.pk).update(choice="against")
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            Voter.objects.filter(pk=first.voter_id).update(area=1)


def test_a_ballot_entered_wrongly_is_struck_by_another(acting, cast, opened, cast_vote):
    _case, day = opened()
    ballot, _none = cast_vote("赵强", "for", day, person=cast.supervisor)
    with acting(cast.supervisor), pytest.raises(Refused, match="录入人以外"):
        votes.void_ballot(actor=cast.supervisor, now=day, ballot=ballot, reason="录错")
    with acting(cast.manager):
        with pytest.raises(Refused, match="作废原因"):
            votes.void_ballot(actor=cast.manager, now=day, ballot=ballot, reason=" ")
        votes.void_ballot(actor=cast.manager, now=day, ballot=ballot, reason="录错")
        with pytest.raises(Stale):
            votes.void_ballot(actor=cast.manager, now=day, ballot=ballot, reason="录错")
    assert cast_vote("赵强", "against", day)[0].choice == "against"


def test_counted_by_head_and_area_and_published(acting, cast, opened, cast_vote, do, walk, waiting, now):
    case, day = opened()
    cast_vote("王阿姨", "for", day), cast_vote("李明", "abstain", day), cast_vote("赵强", "for", day)
    with acting(cast.supervisor), pytest.raises(Refused, match="之后才能计票"):
        votes.count_vote(actor=cast.supervisor, now=day, vote=Vote.objects.get())
    end = day + timedelta(days=8)
    actions.wake_steps(now=end)
    case = walk(case, end, (cast.supervisor, "count", {"witnesses": "冯秀兰"}))
    said = case.answers
    assert (said["cast_heads"], said["cast_area"], said["for_heads"], said["for_area"]) == (
        3,
        "400.00",
        2,
        "280.00",
    )
    assert (said["quorate"], said["passed"]) == (True, True)
    with acting(cast.supervisor), pytest.raises(Stale):
        votes.count_vote(actor=cast.supervisor, now=end, vote=Vote.objects.get())
    with pytest.raises(Refused, match="公布照片"):
        do(case, end, cast.supervisor, "publish", PUBLISHED)
    assert do(case, end, cast.supervisor, "publish", PUBLISHED, "published_photos").state == "closed"


def test_grave_matters_take_three_quarters_and_a_quorum(acting, cast, opened, cast_vote, walk):
    case, day = opened(matter="fund_raise")
    cast_vote("王阿姨", "for", day), cast_vote("李明", "against", day), cast_vote("赵强", "for", day)
    end = day + timedelta(days=8)
    actions.wake_steps(now=end)
    said = walk(case, end, (cast.manager, "count", {"witnesses": "冯秀兰"})).answers
    assert (said["quorate"], said["passed"]) == (True, False)


def test_too_few_is_no_quorum(acting, cast, opened, cast_vote, walk):
    case, day = opened()
    cast_vote("王阿姨", "for", day), cast_vote("李明", "for", day)
    end = day + timedelta(days=8)
    actions.wake_steps(now=end)
    said = walk(case, end, (cast.manager, "count", {"witnesses": "冯秀兰"})).answers
    assert (said["quorate"], said["passed"]) == (False, False)


def test_a_secret_ballot_shows_who_voted_and_never_what(acting, cast, opened, cast_vote, walk):
    case, day = opened(secret=True)
    ballot, receipt = cast_vote("王阿姨", "for", day)
    cast_vote("李明", "against", day), cast_vote("赵强", "for", day)
    with acting(system(cast.company.pk)):
        assert {one.choice for one in Ballot.objects.all()} == {""}
        assert SecretChoice.objects.get(receipt=receipt).choice == "for"
        columns = {field.name for field in SecretChoice._meta.get_fields()}
        assert not columns & {"voter", "ballot", "cast_at", "cast_by"}
        told = AuditEntry.objects.filter(verb="vote.cast")
        assert all(not one.after["choice"] for one in told) and told.count() == 3
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            SecretChoice.objects.update(choice="against")
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute("DELETE FROM votes_secretchoice")
    with acting(cast.manager), pytest.raises(Refused, match="不能作废"):
        votes.void_ballot(actor=cast.manager, now=day, ballot=ballot, reason="录错")
    actions.wake_steps(now=day + timedelta(days=8))
    said = walk(case, day + timedelta(days=8), (cast.manager, "count", {"witnesses": "冯秀兰"})).answers
    assert (said["for_heads"], said["for_area"], said["against_area"]) == (2, "280.00", "120.00")


def test_strangers_see_nothing(acting, cast, opened):
    opened()
    for stranger in (cast.outsider, cast.elsewhere):
        with acting(stranger):
            assert not Vote.objects.exists() and not Voter.objects.exists()
            assert not Voter.objects.visible_to(stranger).exists()
