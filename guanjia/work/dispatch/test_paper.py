"""Quotes, materials, and how orders end."""

from decimal import Decimal

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.conftest import S, accept_clocks
from guanjia.work.dispatch.models import MaterialLine, Quote

LINES = [
    {"kind": "labour", "name": "更换软管", "quantity": "1", "unit_price": "50"},
    {"kind": "material", "name": "软管", "quantity": "2", "unit_price": "12.5"},
]


def test_the_customer_agrees_the_quote_before_the_end(photographed, cast, now, picture):
    mine = {"actor": cast.technician, "now": now}
    order = actions.quote_order(order=photographed, lines=LINES, **mine)
    with pytest.raises(Refused, match="报价"):
        actions.complete_order(order=order, outcome="修好", **mine)
    with pytest.raises(Refused, match="签名"):
        actions.agree_quote(order=order, how="signature", name="王阿姨", **mine)
    actions.agree_quote(order=order, how="signature", name="王阿姨", signature=picture(), **mine)
    quote = Quote.objects.get(order=order)
    assert (quote.total, quote.agreed_name, quote.agreed_at) == (Decimal("75.00"), "王阿姨", now)
    order = actions.complete_order(order=order, outcome="修好", pay="on_spot", **mine)
    order.case.refresh_from_db()
    assert (order.case.answers["amount"], order.case.answers["pay"]) == ("75.00", "on_spot")


def test_a_new_quote_takes_the_place_of_the_declined_one(arrived, cast, now):
    mine = {"actor": cast.technician, "now": now}
    order = actions.quote_order(order=arrived, lines=LINES, **mine)
    actions.decline_quote(order=order, words="太贵", **mine)
    actions.quote_order(order=order, lines=LINES[:1], **mine)
    assert [q.total for q in Quote.objects.filter(replaced_at=None)] == [Decimal("50.00")]


@pytest.mark.parametrize(
    "line",
    [
        {"name": ""},
        {"name": "x", "quantity": "0"},
        {"name": "x", "unit_price": "-1"},
        {"name": "x", "quantity": "一个"},
        {"name": "x", "unit_price": "NaN"},
    ],
)
def test_bad_lines_are_refused(arrived, cast, now, line):
    with pytest.raises(Refused):
        actions.add_materials(order=arrived, actor=cast.technician, now=now, lines=[line])


def test_a_wrong_material_is_struck_out_not_deleted(arrived, cast, now):
    mine = {"order": arrived, "actor": cast.technician, "now": now}
    actions.add_materials(
        lines=[{"name": "软管", "quantity": "2", "measure": "根", "unit_price": "12.50"}], **mine
    )
    row = MaterialLine.objects.get()
    assert row.amount == Decimal("25.00")
    actions.strike_material(line=row.pk, **mine)
    assert MaterialLine.objects.get().struck_at == now


def test_cancelling_needs_a_reason_and_stops_the_accept_clock(assigned, cast, now):
    with pytest.raises(Refused):
        actions.cancel_order(order=assigned, actor=cast.desk, now=now, reason="")
    order = actions.cancel_order(order=assigned, actor=cast.desk, now=now, reason="客户自己修好了")
    assert (order.state, accept_clocks(order)) == (S.CANCELLED, ["cancelled"])


def test_the_number_is_revealed_to_who_has_the_order_and_recorded(assigned, cast, now):
    from guanjia.engine.access.models import Reveal

    assert actions.reveal_number(order=assigned, actor=cast.technician, now=now) == "13905710001"
    assert Reveal.objects.get().actor == cast.technician
    with pytest.raises(Forbidden):
        actions.reveal_number(order=assigned, actor=cast.second_technician, now=now)


def test_suggestions_put_skill_and_free_hands_first(pooled, cast, now):
    from guanjia.work.dispatch.queries import candidates_for

    cast.second_technician.skills = ["water"]
    cast.second_technician.save()
    assert [s.candidate.pk for s in candidates_for(pooled, actor=cast.desk, now=now)] == [
        cast.second_technician.pk,
        cast.technician.pk,
    ]
