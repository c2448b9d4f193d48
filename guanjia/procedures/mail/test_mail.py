"""Mail as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.registers.parcels.models import Parcel
from guanjia.work.cases import actions

CAME = {
    "mail_kind": "express", "sender": "顺丰", "tracking": "SF1001", "addressee": "王阿姨", "shelf": "B-3",
    "condition": "intact",
}  # fmt: skip


@pytest.fixture
def come(register, now):
    return lambda **more: register("mail", now, answers={**CAME, **more}, words="收到邮件")


@pytest.fixture
def parcel(acting, cast):
    def parcel():
        with acting(system(cast.company.pk)):
            return Parcel.objects.get()

    return parcel


@pytest.fixture
def fetch(acting, cast, signed, now):
    def fetch(case, **said):
        with acting(cast.desk):
            return actions.complete_step(
                actor=cast.desk, now=now, case=case, step="pickup", uploads=[("fetched", signed())],
                answers={"outcome": "fetched", "proof": "code", "fetcher": "王阿姨", "sealed": True, **said},
            )  # fmt: skip

    return fetch


def test_told_with_a_code_and_fetched(acting, cast, come, walk, waiting, fetch, parcel, due, now):
    case = come()
    piece = parcel()
    assert (piece.shelf, piece.unit_id, len(piece.code)) == ("B-3", cast.unit.pk, 6)
    assert due(case, "tell") == now + timedelta(minutes=30)
    with acting(system(cast.company.pk)):
        assert piece.code in case.timeline.get(is_public=True).text
    walk(case, now, (cast.desk, "tell", {"told_way": "message"}))
    with pytest.raises(Refused, match="取件码不对"):
        fetch(case, code_shown="000000" if piece.code != "000000" else "111111")
    case = fetch(case, code_shown=piece.code)
    assert (case.state, waiting(case)) == ("closed", [])
    assert parcel().fetched_by == "王阿姨" and parcel().retired_at == now


def test_reminded_on_day_3_and_7_and_sent_back_on_day_15(cast, come, walk, waiting, parcel, now):
    case = walk(come(), now, (cast.desk, "tell", {"told_way": "phone"}))
    actions.wake_steps(now=now + timedelta(days=2, hours=23))
    assert waiting(case) == ["keep", "pickup", "wait_first"]
    for days, step in ((3, "remind_first"), (7, "remind_again")):
        later = now + timedelta(days=days)
        actions.wake_steps(now=later)
        assert step in waiting(case)
        case = walk(case, later, (cast.desk, step, {"reminded_way": "phone"}))
    assert waiting(case) == ["keep", "pickup"]
    later = now + timedelta(days=15)
    actions.wake_steps(now=later)
    assert waiting(case) == ["send_back"]
    case = walk(case, later, (cast.desk, "send_back", {"sent_back": "returned", "back_number": "T88"}))
    assert case.state == "closed" and "到期未领" in parcel().retired_why


def test_who_was_never_reminded_is_sent_back_all_the_same(come, waiting, now):
    case = come()
    actions.wake_steps(now=now + timedelta(days=15))
    assert waiting(case) == ["send_back"]


def test_refused_mail_goes_back(cast, come, walk, waiting, parcel, now):
    refused = {"outcome": "refused", "sealed": True, "refused_why": "不是本人购买"}
    case = walk(come(), now, (cast.desk, "pickup", refused))
    assert waiting(case) == ["send_back"]
    walk(case, now, (cast.desk, "send_back", {"sent_back": "returned", "back_number": "T9"}))
    assert "不是本人购买" in parcel().retired_why


def test_damage_is_noted_and_a_damaged_confidential_piece_is_not_accepted(come, parcel):
    with pytest.raises(Refused, match="破损情况"):
        come(condition="damaged")
    with pytest.raises(Refused, match="不能签收"):
        come(condition="damaged", damage="一角撕开", confidential=True)
    come(condition="damaged", damage="一角撕开")
    assert parcel().note == "一角撕开"


def test_confidential_mail_is_for_the_addressee_and_never_opened(
    acting, cast, come, waiting, fetch, parcel, signed, now
):
    case = come(confidential=True)
    with pytest.raises(Refused, match="收件人本人"):
        fetch(case, proof="proxy")
    case = fetch(case, proof="id", sealed=False)
    assert waiting(case) == ["explain"]
    with acting(cast.supervisor), pytest.raises(Refused, match="封口照片"):
        actions.complete_step(
            actor=cast.supervisor, now=now, case=case, step="explain",
            answers={"opened_how": "运输中破损", "told_leader": "陈经理"},
        )  # fmt: skip


def test_the_same_piece_is_not_shelved_twice(come):
    come()
    with pytest.raises(Refused, match="已经登记过"):
        come()
