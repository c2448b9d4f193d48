"""The duty log and the change of shift, as the manual tells it."""

from datetime import date, time, timedelta

import pytest

from guanjia.engine.access import system
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases.actions import register_case
from guanjia.work.duty import actions, queries, rules
from guanjia.work.duty.models import DutyEntry, DutyPost, Handover
from guanjia.work.roster.actions import set_shift, set_up_kinds

ALL = {"钥匙": (42, ""), "备用金": (500, "")}


@pytest.fixture
def post(cast, acting):
    with acting(system(cast.company.pk)):
        return DutyPost.objects.create(
            company=cast.company, estate=cast.estate, name="前台", role="desk", things="钥匙 42、备用金 500"
        )


@pytest.fixture
def write(acting, cast, post, now):
    def write(text, who=None, at=now, **more):
        with acting(who or cast.desk):
            return actions.write_entry(actor=who or cast.desk, now=at, post=post, text=text, **more)

    return write


@pytest.fixture
def give(acting, cast, post, now):
    def give(who=None, at=now, counted=ALL, **more):
        with acting(who or cast.desk):
            return actions.hand_over(actor=who or cast.desk, now=at, post=post, counted=counted, **more)

    return give


def test_a_line_is_a_time_and_a_fact():
    plain = rules.read_line("3栋电梯停运 BX261118-0001")
    assert plain == rules.Line("3栋电梯停运 BX261118-0001", number="BX261118-0001")
    assert rules.read_line("!14:05 停电") == rules.Line("停电", True, True, time(14, 5))
    assert rules.read_line("9：30 + 钥匙留前台") == rules.Line("钥匙留前台", False, True, time(9, 30))
    assert rules.read_line("25:80 不是时间").clock is None
    assert rules.things_of("钥匙 42、对讲机4部，登记簿") == [
        rules.Thing("钥匙", 42), rules.Thing("对讲机", 4), rules.Thing("登记簿", 1)
    ]  # fmt: skip


def test_what_is_open_passes_from_shift_to_shift_until_it_is_ticked(acting, cast, post, write, give, at, now):
    with acting(cast.desk):
        case = register_case(
            actor=cast.desk,
            now=now,
            estate=cast.estate,
            procedure="consultation",
            words="漏水找谁",
            answers={},
        )
    write(f"9:10 漏水已派工 {case.number}")
    first = write("+等租户来取钥匙", key="k1")
    assert write("+等租户来取钥匙", key="k1").pk == first.pk
    with acting(cast.desk):
        lines = queries.entries_of(post, at("周三 0:00"), at("周四 0:00"))
        assert [(one.at, one.case_id) for one in lines] == [(at("周三 9:10"), case.pk), (now, None)]

    with pytest.raises(Refused, match="应有 42"):
        give(counted={"备用金": (500, "")})
    with pytest.raises(Refused, match="应有 42"):
        give(counted=ALL | {"钥匙": (41, "")})
    given = give(counted=ALL | {"钥匙": (41, "A-01 借出未还")}, key="g1", note="注意 B 区地面")
    assert give(counted=ALL | {"钥匙": (41, "A-01 借出未还")}, key="g1").pk == given.pk
    assert given.differs and [one["text"] for one in given.matters] == ["等租户来取钥匙"]
    with pytest.raises(Refused, match="还没有人接"):
        give()

    with acting(cast.desk), pytest.raises(Refused, match="自己交的班"):
        actions.take_over(actor=cast.desk, now=now, handover=given, read=True)
    with acting(cast.technician), pytest.raises(Forbidden):
        actions.take_over(actor=cast.technician, now=now, handover=given, read=True)
    with acting(cast.supervisor):
        with pytest.raises(Refused, match="勾选"):
            actions.take_over(actor=cast.supervisor, now=now, handover=given, read=False)
        actions.take_over(actor=cast.supervisor, now=now, handover=given, read=True)
        with pytest.raises(Stale):
            actions.take_over(actor=cast.supervisor, now=now, handover=given, read=True)
        [carried] = queries.open_matters(post)
        assert (carried.text, carried.carried) == ("等租户来取钥匙", 1)
        actions.settle_matter(actor=cast.supervisor, now=now, entry=carried)
        with pytest.raises(Stale):
            actions.settle_matter(actor=cast.supervisor, now=now, entry=carried)
        assert queries.open_matters(post) == []


def test_nothing_important_is_handed_over_undone_without_the_supervisors_word(
    acting, cast, post, write, give, now
):
    leak = write("!地下车库积水")
    with acting(cast.supervisor):
        assert Notification.objects.filter(staff=cast.supervisor, kind="duty.important", urgent=True).exists()
    with pytest.raises(Refused, match="主管"):
        give()
    with acting(cast.desk):
        with pytest.raises(Forbidden):
            actions.clear_matter(actor=cast.desk, now=now, entry=leak, why="没事")
        with pytest.raises(Refused, match="处理结果"):
            actions.settle_matter(actor=cast.desk, now=now, entry=leak)
    with acting(cast.supervisor):
        with pytest.raises(Refused, match="为什么"):
            actions.clear_matter(actor=cast.supervisor, now=now, entry=leak, why=" ")
        actions.clear_matter(actor=cast.supervisor, now=now, entry=leak, why="工程夜班继续抽水")
    with pytest.raises(Refused, match="主管"):
        give(who=cast.supervisor)
    given = give(at=now + timedelta(minutes=1))
    with acting(cast.desk):
        actions.withdraw_handover(actor=cast.desk, now=now, handover=given)
    given = give(at=now + timedelta(minutes=2))
    assert given.matters[0]["word"] == "工程夜班继续抽水"
    later = now + timedelta(minutes=5)
    with acting(cast.supervisor):
        actions.take_over(actor=cast.supervisor, now=later, handover=given, read=True)
    with pytest.raises(Refused, match="主管"):
        give(at=now + timedelta(hours=8))


def test_a_shift_that_ends_without_a_handover_is_shown_to_the_supervisor(acting, cast, post, give, at, now):
    with acting(cast.supervisor):
        early = set_up_kinds(actor=cast.supervisor, now=now)[0]
        set_shift(
            actor=cast.supervisor,
            now=now,
            estate=cast.estate,
            staff=cast.desk,
            day=date(2026, 11, 18),
            kind=early,
        )
    assert actions.note_missed(now=at("周三 16:10")) == 0
    assert actions.note_missed(now=at("周三 16:15")) == 1
    assert actions.note_missed(now=at("周三 16:20")) == 0
    with acting(cast.supervisor):
        assert Notification.objects.filter(staff=cast.supervisor, kind="duty.missed").count() == 1
        [missed] = queries.neglected(cast.supervisor, estate_id=None, late_before=at("周三 16:20"))
    given = give(at=at("周三 16:30"))
    assert (given.pk, given.kind_id) == (missed.pk, early.pk)
    with acting(cast.supervisor):
        actions.take_over(actor=cast.supervisor, now=at("周三 16:40"), handover=given, read=True)
        assert queries.neglected(cast.supervisor, estate_id=None, late_before=at("周三 17:00")) == []


def test_only_who_mans_the_post_writes_there(acting, cast, post, write):
    for stranger in (cast.guard, cast.technician, cast.elsewhere, cast.accountant):
        with pytest.raises(Forbidden):
            write("看一看", who=stranger)
    with pytest.raises(Refused, match="事实"):
        write("  ! ")
    with acting(cast.elsewhere):
        assert not DutyEntry.objects.exists() and not Handover.objects.exists()
