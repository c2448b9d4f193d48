"""The counter over the web: everything owed is there, taken once, and what is refused keeps the form."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.directory.people.indexing import index_customers
from guanjia.engine.access import system
from guanjia.engine.notify.models import Notification
from guanjia.kernel.time import shifted
from guanjia.work.cashier import actions
from guanjia.work.cashier.jobs import tell_of_open
from guanjia.work.cashier.models import CashSession, Payment, PointsGrant, Refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(client, cast, shift):
    client.force_login(cast.cashier)
    return client


def form(*charges, **more):
    """Everything ticked in full, the rest as said."""
    ticked = {f"charge_{one.pk}": "on" for one in charges}
    parts = {f"part_{one.pk}": str(one.outstanding) for one in charges}
    return {"with_late": "on", "key": "k1", **ticked, **parts, **more}


def home(cast):
    return reverse("cashier:unit", args=[cast.unit.pk])


def owed(charge, acting):
    with acting(system(None)):
        charge.refresh_from_db()
    return charge.outstanding


def test_a_room_leads_to_its_owner_and_all_that_is_owed(counter, cast, bill):
    bill("200.00"), bill("180.37")
    found = counter.get(reverse("cashier:find"), {"q": "3-2-1501"}, headers={"HX-Request": "true"})
    assert home(cast) in found.text and "<html" not in found.text
    with CaptureQueriesContext(connection) as spent:
        page = counter.get(home(cast))
    assert page.text.count("data-owed") == 2 and "王阿姨" in page.text
    assert 'name="pay_cash" value="380.37"' in page.text, "cash for everything without a key pressed"
    assert len(spent) <= 12, "\n".join(each["sql"][:150] for each in spent)


def test_money_is_taken_and_the_receipt_shown(counter, cast, bill, acting):
    charge = bill("200.00")
    answer = counter.post(home(cast), form(charge, pay_cash="200", given="300"), follow=True)
    assert "SJ" in answer.text and "找零" in answer.text and "¥100.00" in answer.text
    assert owed(charge, acting) == 0


def test_the_second_press_gives_the_same_receipt(counter, cast, bill, acting):
    said = form(bill("200.00"), pay_cash="200")
    first, second = counter.post(home(cast), said), counter.post(home(cast), said)
    assert first.url == second.url
    with acting(system(None)):
        assert Payment.objects.count() == 1


def test_what_was_paid_elsewhere_meanwhile_is_said_and_not_taken_as_an_advance(counter, cast, bill, acting):
    charge = bill("200.00")
    kept_open = form(charge, pay_cash="200", key="k2", to_prepaid="on")
    counter.post(home(cast), form(charge, pay_cash="200"))
    refused = counter.post(home(cast), kept_open)
    assert refused.status_code == 422 and "已在别处收了" in refused.text
    with acting(system(None)):
        assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"), [("abc", "请填金额"), ("-5", "金额不能是负数"), ("1.234", "最多到分")]
)
def test_a_wrong_amount_is_said_plainly(counter, cast, bill, typed, said):
    answer = counter.post(home(cast), form(bill("200.00"), pay_cash=typed))
    assert answer.status_code == 422 and said in answer.text


def test_the_receipt_shows_what_lies_in_the_drawer(counter, cast, bill, shift):
    answer = counter.post(home(cast), form(bill("200.00"), pay_cash="200"), follow=True)
    assert "抽屉应有" in answer.text and "¥700.00" in answer.text


def test_a_second_shift_is_not_offered(counter, shift):
    assert counter.get(reverse("cashier:open_shift")).url == reverse("cashier:shift", args=[shift.pk])


@pytest.mark.parametrize("typed", ["粤B12345", "粤b·12345", "B12345", "2345"])
def test_a_plate_leads_to_its_owner(counter, cast, acting, typed):
    with acting(system(None)):
        cast.owner.tags = ["粤B·12345"]
        cast.owner.save()
        index_customers([cast.owner.pk])
    found = counter.get(reverse("cashier:find"), {"q": typed}, headers={"HX-Request": "true"})
    assert "王阿姨" in found.text


def test_two_means_and_a_part(counter, cast, bill, acting):
    charge = bill("200.00")
    said = form(charge, pay_wechat="100", ref_wechat="W1", pay_cash="50") | {f"part_{charge.pk}": "150"}
    assert counter.post(home(cast), said).status_code == 302
    assert owed(charge, acting) == Decimal(50)


def test_too_much_is_asked_about_before_it_becomes_an_advance(counter, cast, bill, acting):
    charge = bill("200.00")
    said = form(charge, pay_transfer="300", ref_transfer="T1")
    asked = counter.post(home(cast), said)
    assert asked.status_code == 422 and "勾选转入预存" in asked.text and 'value="300"' in asked.text
    assert counter.post(home(cast), said | {"to_prepaid": "on"}).status_code == 302
    assert "¥100.00" in counter.get(home(cast)).text


REFUSED = {
    "too little": {"pay_cash": "100"},
    "letters": {"pay_cash": "abc"},
    "no slip number": {"pay_transfer": "200"},
    "less given than due": {"pay_cash": "200", "given": "150"},
    "too much let off": {"pay_cash": "198", "rounding": "2"},
    "nothing": {},
}


@pytest.mark.parametrize("said", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_keeps_the_form(counter, cast, bill, acting, said):
    charge = bill("200.00")
    answer = counter.post(home(cast), form(charge, note="下次带发票", **said))
    assert answer.status_code == 422 and "field-error" in answer.text and "下次带发票" in answer.text
    assert owed(charge, acting) == Decimal(200)


def test_late_fees_are_paid_along(counter, cast, bill, acting):
    charge = bill("10000.00", due_in=-40)
    with CaptureQueriesContext(connection) as spent:
        page = counter.get(home(cast))
    assert len(spent) <= 12, "\n".join(each["sql"][:150] for each in spent)
    late = page.context["payer"].late_due(charge)
    assert late > 0
    answer = counter.post(home(cast), form(charge, pay_card=str(10000 + late)), follow=True)
    assert "违约金" in answer.text and owed(charge, acting) == 0


def test_cash_needs_a_shift(client, cast, bill, till):
    client.force_login(cast.second_cashier)
    answer = client.post(home(cast), form(bill("200.00"), pay_cash="200"))
    assert answer.status_code == 422 and "请先开班" in answer.text


def test_a_reprint_says_so(counter, cast, bill, acting):
    counter.post(home(cast), form(bill("200.00"), pay_cash="200"))
    with acting(system(None)):
        payment = Payment.objects.get()
    first, again = (
        counter.post(reverse("cashier:print", args=[payment.pk]), {"size": "r80"}, follow=True) for _ in "12"
    )
    assert "补打" not in first.text and "补打" in again.text


def test_void_in_the_shift_refund_after_it(counter, client, cast, bill, acting, now):
    charge = bill("200.00")
    counter.post(home(cast), form(charge, pay_cash="200"))
    with acting(system(None)):
        payment = Payment.objects.get()
    assert counter.post(reverse("cashier:void", args=[payment.pk]), {"reason": ""}).status_code == 422
    counter.post(reverse("cashier:void", args=[payment.pk]), {"reason": "收错户"})
    assert owed(charge, acting) == Decimal(200)
    counter.post(home(cast), form(charge, pay_card="200", key="k2"))
    with acting(system(None)):
        payment = Payment.objects.get(voided_at=None)
        line = payment.lines.get()
    said = {f"line_{line.pk}": "80", "reason": "多收"}
    assert counter.post(reverse("cashier:request_refund", args=[payment.pk]), said).status_code == 302
    with acting(system(None)):
        refund = Refund.objects.get()
    approve, pay = (reverse(f"cashier:{verb}_refund", args=[refund.pk]) for verb in ("approve", "pay"))
    assert counter.post(approve).status_code == 403
    client.force_login(cast.manager)
    client.post(approve)
    client.force_login(cast.cashier)
    assert "已退款" in client.post(pay, follow=True).text
    assert owed(charge, acting) == Decimal(80)


def test_an_invoice_is_asked_for_listed_and_exported_once(counter, client, cast, bill, acting):
    counter.post(home(cast), form(bill("200.00"), pay_card="200"))
    with acting(system(None)):
        payment = Payment.objects.get()
    ask = reverse("cashier:request_invoice", args=[payment.pk])
    counter.post(ask, {"title": "某某公司", "tax_number": "91330100MA2"})
    assert "某某公司" in counter.get(reverse("cashier:invoices")).text
    client.force_login(cast.manager)
    first, second = (client.post(reverse("cashier:export_invoices")) for _ in "12")
    rows = [
        CalamineWorkbook.from_filelike(BytesIO(one.getvalue())).get_sheet_by_index(0).to_python()
        for one in (first, second)
    ]
    assert rows[0][1][:4] == [payment.number, "某某公司", "91330100MA2", 200.0] and len(rows[1]) == 1


def test_a_deposit_is_asked_for_paid_and_held(counter, cast, renovation, acting):
    ask = reverse("cashier:ask_deposit_unit", args=[cast.unit.pk])
    page = counter.post(ask, {"kind": renovation.pk, "key": "d1"}, follow=True)
    deposit = page.context["payer"].deposits[0]
    said = {"with_late": "on", "key": "k1", f"deposit_{deposit.pk}": "on", "pay_card": "1000"}
    assert counter.post(home(cast), said).status_code == 302
    held = counter.get(reverse("cashier:deposit", args=[deposit.pk]))
    assert "在押" in held.text and "¥1,000.00" in held.text


def test_the_shift_is_counted_handed_over_and_signed(counter, client, cast, bill, shift, acting):
    counter.post(home(cast), form(bill("200.50"), pay_cash="200.50"))
    close = reverse("cashier:close_shift", args=[shift.pk])
    counts = {"n100": "7", "to": cast.second_cashier.pk}
    short = counter.post(close, counts)
    assert short.status_code == 422 and "请说明原因" in short.text
    assert counter.post(close, counts | {"n0_5": "1"}).status_code == 302
    client.force_login(cast.second_cashier)
    assert "签收" in client.get(reverse("cashier:desk")).text
    client.post(reverse("cashier:receive_shift", args=[shift.pk]))
    paper = client.get(reverse("cashier:shift_paper", args=[shift.pk]))
    assert "交班人" in paper.text and "接班人" in paper.text and "SJ" in paper.text
    with acting(system(None)):
        closed = CashSession.objects.get()
    assert closed.difference == 0 and closed.received_at


def test_supervisors_hear_once_of_a_shift_left_open(cast, shift, acting):
    assert tell_of_open(0) == 0
    with shifted(timedelta(hours=25)):
        assert (tell_of_open(0), tell_of_open(0)) == (1, 0)
    with acting(system(None)):
        assert Notification.objects.filter(staff=cast.supervisor, kind="cash_session.left_open").count() == 1


def test_a_shift_left_open_stands_on_the_supervisors_first_page_until_it_is_closed(client, cast, shift):
    # The manager's stands in the part about money that his overview asks for.
    first = {cast.supervisor: "desk:mine", cast.manager: "collection_pages:indicators"}
    part = {"HX-Request": "true"}
    for who, page in first.items():
        client.force_login(who)
        assert "没有交班" not in client.get(reverse(page), headers=part).text
    with shifted(timedelta(hours=25)):
        for who, page in first.items():
            client.force_login(who)
            with CaptureQueriesContext(connection) as spent:
                shown = client.get(reverse(page), headers=part).text
            assert "没有交班" in shown and reverse("cashier:shift", args=[shift.pk]) in shown
            assert len(spent) <= 12
        client.force_login(cast.desk)
        assert "没有交班" not in client.get(reverse("desk:bench")).text


def test_points_that_run_out_are_said_at_the_counter(counter, cast, bill, acting, now):
    with acting(cast.supervisor):
        actions.give_points(
            actor=cast.supervisor, now=now, estate=cast.estate, customer=cast.owner, points=30, text="活动"
        )
        grant = PointsGrant.objects.get()
    assert f"{grant.expires_on} 到期" in counter.get(home(cast)).text
    later = now + timedelta(days=40)
    with acting(cast.supervisor):
        actions.give_points(
            actor=cast.supervisor, now=later, estate=cast.estate, customer=cast.owner, points=5, text="活动"
        )
    bill("200.00", due_in=-40)
    with CaptureQueriesContext(connection) as spent:
        page = counter.get(home(cast)).text
    assert f"其中 30 分 {grant.expires_on} 到期" in page
    assert len(spent) <= 12, "\n".join(each["sql"][:150] for each in spent)


def test_settings_and_what_they_refuse(client, cast, till, acting):
    client.force_login(cast.manager)
    new = reverse("cashier:new_till")
    assert client.post(new, {"name": "一号台", "estate": cast.estate.pk}).status_code == 422
    assert client.post(new, {"name": "二号台", "estate": cast.estate.pk}).status_code == 302
    kind = {"code": "key", "name": "钥匙押金", "amount": "50", "estate": cast.estate.pk}
    client.post(reverse("cashier:new_kind"), kind)
    assert "钥匙押金" in client.get(reverse("cashier:settings")).text
    assert "已停用" in client.post(reverse("cashier:retire_till", args=[till.pk]), follow=True).text
