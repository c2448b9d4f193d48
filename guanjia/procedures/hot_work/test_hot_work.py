"""A hot-work permit as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions

STAMPED = {"stamped": True}
READY = {"identity_ok": True, "extinguisher_ok": True, "watcher_ok": True, "cleared_ok": True}
OUT = {"ending": "finished", "fire_out": True}


@pytest.fixture
def ask(register, at, now):
    def ask(begin="周三 14:00", end="周三 17:00", **more):
        said = {
            "operator": "赵工", "licence_kind": "welding", "licence": "T3301", "licence_until": "2027-05-01",
            "spot": "厨房", "work": "焊接水管支架", "from_at": at(begin).isoformat(), "until_at": at(end).isoformat(),
            "extinguishers": 2, "watcher": "钱工 13900000002", **more,
        }  # fmt: skip
        return register("hot_work", now, answers=said, words="厨房焊接")

    return ask


@pytest.fixture
def copied(cast, acting, signed, now):
    def copied(case):
        names = ("licence_copy", "id_copy", "operator_signed")
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk, now=now, case=case, step="copies", answers={},
                uploads=[(name, signed()) for name in names],
            )  # fmt: skip

    return copied


def test_stamped_checked_before_and_after_and_filed(cast, ask, copied, walk, waiting, due, at, now):
    case = walk(copied(ask()), now, (cast.supervisor, "stamp", STAMPED))
    assert (waiting(case), due(case, "begin")) == (["begin"], at("周三 14:00"))
    case = walk(case, now, (cast.guard, "begin", READY))
    assert due(case, "end") == at("周三 17:00")
    case = walk(case, now, (cast.guard, "end", OUT))
    assert waiting(case) == ["file"]
    assert walk(case, now, (cast.desk, "file", {"filed_at": "2026-动火-03"})).state == "closed"


def test_an_expired_licence_is_refused(ask):
    with pytest.raises(Refused, match="到期") as no:
        ask(licence_until="2026-11-17")
    assert no.value.field == "licence_until"


def test_the_firms_licence_counts_too(acting, cast, ask):
    from guanjia.registers.contractors.models import Contractor

    with acting(system(cast.company.pk)):
        firm = Contractor.objects.create(
            company=cast.company, estate=cast.estate, name="好家装饰", kind="renovation", licence="L1",
            licence_until="2026-10-31", contact="孙经理", phone="13900000003",
        )  # fmt: skip
    with pytest.raises(Refused, match="好家装饰的资质"):
        ask(contractor=firm.pk)


def test_no_longer_than_a_day_and_not_in_the_past(ask):
    with pytest.raises(Refused, match="不超过 24 小时"):
        ask("周三 14:00", "周四 15:00")
    with pytest.raises(Refused, match="已经过去"):
        ask("周三 06:00", "周三 07:00")
    with pytest.raises(Refused, match="要晚于"):
        ask("周三 17:00", "周三 14:00")


def test_copies_are_taken(cast, ask, walk, now):
    with pytest.raises(Refused, match="操作证复印件"):
        walk(ask(), now, (cast.desk, "copies", {}))


def test_the_guard_lets_nobody_begin_without_extinguisher(cast, ask, copied, walk, waiting, now):
    case = walk(copied(ask()), now, (cast.supervisor, "stamp", STAMPED))
    with pytest.raises(Refused, match="不能动火"):
        walk(case, now, (cast.guard, "begin", {**READY, "extinguisher_ok": False}))
    assert waiting(case) == ["begin"]


def test_not_stamped_ends_it_and_nobody_stamps_his_own(cast, acting, ask, copied, walk, now):
    case = copied(ask())
    with pytest.raises(Forbidden):
        walk(case, now, (cast.desk, "stamp", STAMPED))
    assert (
        walk(case, now, (cast.supervisor, "stamp", {"stamped": False, "denied_why": "缺看火人"})).state
        == "closed"
    )


def test_made_longer_by_another_person_for_a_day_at_most(cast, ask, copied, walk, waiting, due, at, now):
    case = walk(copied(ask()), now, (cast.supervisor, "stamp", STAMPED), (cast.guard, "begin", READY))
    with pytest.raises(Refused, match="不超过"):
        walk(
            case, now, (cast.guard, "end", {"ending": "longer", "longer_until": at("周五 12:00").isoformat()})
        )
    more = {"ending": "longer", "longer_until": at("周三 20:00").isoformat()}
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "end", more), (cast.supervisor, "longer", {"longer_ok": True}))


def test_longer_is_due_later(cast, ask, copied, walk, waiting, due, at, now):
    case = walk(copied(ask()), now, (cast.supervisor, "stamp", STAMPED), (cast.guard, "begin", READY))
    more = {"ending": "longer", "longer_until": at("周三 20:00").isoformat()}
    case = walk(case, now, (cast.guard, "end", more), (cast.supervisor, "longer", {"longer_ok": True}))
    assert (waiting(case), due(case, "end")) == (["end"], at("周三 20:00"))
    with pytest.raises(Refused, match="余火"):
        walk(case, now, (cast.guard, "end", {"ending": "finished", "fire_out": False}))
