"""The use of stamps as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.stamps.models import Stamp
from guanjia.work.cases import actions

ASKED = {
    "stamp_for": "certificate", "paper": "居住证明", "addressee": "派出所", "copies": 2, "purpose": "王阿姨办户口",
}  # fmt: skip


@pytest.fixture
def stamp(acting, cast):
    def stamp(kind, keeper):
        with acting(system(cast.company.pk)):
            return Stamp.objects.create(
                company=cast.company,
                estate=cast.estate,
                name=f"章-{kind}",
                kind=kind,
                keeper=keeper,
                place="保险柜",
            )

    return stamp


@pytest.fixture
def put_on(acting, signed, now):
    def put_on(case, person, copies):
        with acting(person):
            return actions.complete_step(
                actor=person, now=now, case=case, step="stamp", answers={"stamped_copies": copies},
                uploads=[("stamped_photo", signed())],
            )  # fmt: skip

    return put_on


def test_asked_approved_and_put_on_by_its_keeper(acting, cast, register, stamp, put_on, walk, now):
    seal = stamp("business", cast.supervisor)
    with pytest.raises(Refused, match="至少 1 份"):
        register("stamp_use", now, answers={**ASKED, "stamp": seal.pk, "copies": 0}, words="盖章")
    case = register("stamp_use", now, answers={**ASKED, "stamp": seal.pk}, words="盖章")
    walk(case, now, (cast.manager, "approve", {"allowed": True}))
    with pytest.raises(Forbidden, match="由刘主管保管"):
        put_on(case, cast.manager, 2)
    with pytest.raises(Refused, match="批准了 2 份"):
        put_on(case, cast.supervisor, 3)
    case = put_on(case, cast.supervisor, 1)
    facts = case.answers
    assert (facts["asked_by"], facts["approved_by"], facts["stamped_by"]) == ("小李", "陈经理", "刘主管")
    with acting(system(cast.company.pk)):
        assert case.state == "closed" and Stamp.objects.get(pk=seal.pk).uses == 1


def test_the_company_seal_needs_a_higher_word_and_never_ones_own(acting, cast, stamp, walk, waiting, now):
    seal = stamp("official", cast.manager)
    with acting(cast.manager):
        case = actions.register_case(
            actor=cast.manager, now=now, estate=cast.estate, procedure="stamp_use", words="盖公章",
            answers={**ASKED, "stamp": seal.pk},
        )  # fmt: skip
    assert waiting(case) == ["approve_weighty"]
    with pytest.raises(Forbidden, match="不归您的岗位"):
        walk(case, now, (cast.supervisor, "approve_weighty", {"allowed": True}))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.manager, "approve_weighty", {"allowed": True}))
    case = walk(
        case, now, (cast.headquarters, "approve_weighty", {"allowed": False, "allowed_why": "材料不全"})
    )
    assert case.state == "closed" and "stamped_by" not in case.answers
