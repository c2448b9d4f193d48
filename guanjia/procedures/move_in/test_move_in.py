"""Moving in as the manual tells it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.procedures.move_in.papers import ROOMS
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case
from guanjia.work.ledger.actions import raise_charges
from guanjia.work.ledger.models import Charge, Tariff

PAPERS = {
    "who": "owner", "buyer": "王阿姨", "notice_shown": True, "contract_shown": True, "id_shown": True,
}  # fmt: skip
FORM = {
    "debit_form": True, "clerk_stamped": True, "contact_phone": "13905710001", "emergency_contact": "王先生",
    "family": 3,
}  # fmt: skip
PAID = {"fees_paid": True, "months_ahead": 3, "fund_checked": True}
GOOD = {
    **{f"check_{code}": "good" for code in ROOMS},
    "meter_water": "0",
    "meter_power": "5",
    "result": "good",
}
WET = {
    **GOOD, "check_bath": "bad", "bad_bath": ["waterproof", "plumbing"], "words_bath": "渗水", "result": "findings",
    "findings": [{"name": "入户门划痕"}],
}  # fmt: skip
KEYS = {"key_list": [{"name": "入户门钥匙", "quantity": 5}], "key_left": False, "archive_on": "2026-11-18"}


@pytest.fixture
def do(acting, signed, now):
    def do(case, person, step, answers, *signatures, moment=now):
        with acting(person):
            return actions.complete_step(
                actor=person, now=moment, case=case, step=step, answers=answers,
                uploads=[(one, signed()) for one in signatures],
            )  # fmt: skip

    return do


@pytest.fixture
def came(register, now):
    return lambda: register("move_in", now, words="来办入住")


@pytest.fixture
def at_finance(cast, came, do):
    case = do(came(), cast.desk, "verify", PAPERS)
    return do(case, cast.desk, "sign", FORM, "handbook_signed", "covenant_signed")


def test_papers_signatures_fees_round_keys_and_followup(
    acting, cast, at_finance, do, walk, waiting, due, now
):
    case = do(at_finance, cast.cashier, "finance", PAID)
    case = do(case, cast.technician, "inspect", {**GOOD, "inspector": cast.technician.pk}, "check_signed")
    case = do(case, cast.desk, "keys", KEYS, "keys_signed")
    assert (waiting(case), due(case, "followup")) == (["followup"], now + timedelta(days=30))
    with acting(system(cast.company.pk)):
        cast.unit.refresh_from_db()
    assert (cast.unit.handed_over_on, cast.unit.status) == (date(2026, 11, 18), "occupied")
    assert walk(case, now, ("followup.answered", {"reached": True, "satisfied": True})).state == "closed"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"id_shown": False}, "缺身份证件"),
        ({"notice_shown": False}, "缺入住通知书"),
        ({"who": "agent"}, "缺授权委托书"),
        ({"who": "company"}, "缺营业执照"),
        ({"buyer": "路人甲"}, "不是这套房登记的业主"),
    ],
)
def test_it_stops_without_papers_and_for_the_wrong_owner(cast, came, do, wrong, why):
    with pytest.raises(Refused, match=why):
        do(came(), cast.desk, "verify", {**PAPERS, **wrong})


def test_unpaid_fees_need_the_managers_word(acting, cast, at_finance, do, waiting, now):
    with acting(system(cast.company.pk)):
        fee = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
        charge = Charge(
            tariff=fee, unit=cast.unit, customer=cast.owner, text="物业费 2026-12", amount=Decimal(200),
            period_start=date(2026, 12, 1), period_end=date(2026, 12, 31), due_on=date(2026, 12, 31),
            on=date(2026, 12, 1),
        )  # fmt: skip
        raise_charges(
            actor=cast.accountant, now=now, estate=cast.estate, charges=[charge], kind="bill", text="账"
        )
    with pytest.raises(Refused, match="还有费用未缴：物业费 2026-12"):
        do(at_finance, cast.cashier, "finance", PAID)
    case = do(at_finance, cast.cashier, "finance", {**PAID, "fees_paid": False})
    with pytest.raises(Forbidden):
        do(case, cast.supervisor, "allow", {"fee_allowed": True, "fee_allowed_why": "月底前缴"})
    case = do(case, cast.manager, "allow", {"fee_allowed": True, "fee_allowed_why": "月底前缴"})
    assert waiting(case) == ["inspect"]


def test_every_finding_is_put_right_in_15_days_and_accepted_by_the_owner(
    acting, cast, at_finance, do, walk, waiting, due, now
):
    case = do(at_finance, cast.cashier, "finance", PAID)
    told = {"inspector": cast.technician.pk}
    with pytest.raises(Refused, match="卫生间不合格"):
        do(case, cast.technician, "inspect", {**WET, **told, "result": "good"}, "check_signed")
    with pytest.raises(Refused, match="问题照片"):
        do(case, cast.technician, "inspect", {**WET, **told}, "check_signed")
    with pytest.raises(Refused, match="写明哪里要整改"):
        nothing = {**GOOD, **told, "result": "findings"}
        do(case, cast.technician, "inspect", nothing, "check_signed", "finding_photos")
    do(case, cast.technician, "inspect", {**WET, **told}, "check_signed", "finding_photos")
    with acting(system(cast.company.pk)):
        orders = list(Case.objects.filter(procedure="rectification").order_by("pk"))
    assert [one.words for one in orders] == ["卫生间防水：渗水", "卫生间给排水：渗水", "入户门划痕"]
    one = walk(orders[0], now, (cast.desk, "order", {"builder": "一建公司"}))
    assert due(one, "mend") == now + timedelta(days=15)
    later = now + timedelta(days=10)
    mended = {"mended_words": "重做防水"}
    one = walk(one, later, (cast.desk, "mend", mended), (cast.desk, "accept", {"owner_accepts": False}))
    assert waiting(one) == ["again"]
    one = walk(one, later, (cast.desk, "again", {"builder": "一建公司"}))
    assert due(one, "mend") == later + timedelta(days=15)
    one = walk(one, later, (cast.desk, "mend", mended), (cast.desk, "accept", {"owner_accepts": True}))
    assert one.state == "closed"


def test_a_home_is_taken_over_once(acting, cast, came):
    with acting(system(None)):
        cast.unit.handed_over_on = date(2026, 1, 1)
        cast.unit.save()
    with pytest.raises(Refused, match="已于 2026-01-01 交付"):
        came()
