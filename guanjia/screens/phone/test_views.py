"""The pocket pages over HTTP, without a browser."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import MaterialLine, WorkOrder

MOST = 12


@pytest.fixture
def order(cast):
    now = time.now() - timedelta(minutes=1)
    with acting_as(system(None)):
        case = register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="水管漏水", topic="water",
            unit=cast.unit, customer=cast.owner, caller_phone="13905710001", answers={"kind": "home"},
        )  # fmt: skip
        made = WorkOrder.objects.get(case=case)
        return actions.assign_order(order=made, actor=cast.desk, now=now, technician=cast.technician)


@pytest.fixture
def act(client, order):
    """`act("accept", reason=…)` as the phone sends it."""

    def send(verb, **given):
        address = reverse("phone:act", args=[order.pk, verb])
        return client.post(address, {"key": verb, "done_at": time.now().isoformat(), **given})

    return send


def test_pages_are_cheap_and_whole(client, cast, order, act):
    client.force_login(cast.technician)
    act("accept")
    act("quote", lines=json.dumps([{"kind": "labour", "name": "人工", "quantity": "10", "unit_price": "50"}]))
    act("pause", reason="parts", until=(time.now() + timedelta(hours=2)).isoformat())
    for address in ("/m/", "/m/pool/", "/m/done/", f"/m/orders/{order.pk}/", "/m/offline/", "/m/sw.js"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200, address
        assert len(asked) <= MOST, (address, [each["sql"][:90] for each in asked])
    assert "¥500.00" in client.get(f"/m/orders/{order.pk}/").content.decode()
    client.force_login(cast.butler)
    for address in ("/m/zone/", "/m/zone/?q=1501", f"/m/zone/units/{cast.unit.pk}/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= MOST


def test_an_order_of_nobody_known_opens(client, cast):
    """The caller gave neither name nor room: the technician reads the order all the same."""
    now = time.now() - timedelta(minutes=1)
    with acting_as(system(None)):
        case = register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="路灯不亮",
            answers={"kind": "public"},
        )  # fmt: skip
        made = WorkOrder.objects.get(case=case)
        actions.assign_order(order=made, actor=cast.desk, now=now, technician=cast.technician)
    client.force_login(cast.technician)
    page = client.get(f"/m/orders/{made.pk}/")
    assert page.status_code == 200
    assert "地点未说明" in page.content.decode()


def test_the_worker_may_serve_all_of_the_phone(client, db):
    answer = client.get("/m/sw.js")
    assert (answer["Service-Worker-Allowed"], answer["Content-Type"]) == (
        "/",
        "text/javascript; charset=utf-8",
    )


def test_the_icon_on_the_home_screen_is_there(client, db):
    (icon,) = client.get("/m/app.webmanifest").json()["icons"]
    assert client.get(icon["src"]).status_code == 200


def test_a_repeated_command_answers_like_the_first(client, cast, order, act):
    client.force_login(cast.technician)
    assert [act("accept").json()["state"] for _ in range(2)] == ["accepted", "accepted"]


def test_refusals_say_why(client, cast, order, act):
    client.force_login(cast.second_technician)
    assert act("accept").status_code == 403
    client.force_login(cast.technician)
    assert act("arrive").status_code == 409
    assert "待接单" in act("arrive").json()["refused"]
    assert act("dance").status_code == 404
    assert act("materials", lines="{").status_code == 409
    client.force_login(cast.elsewhere)
    assert act("accept").status_code == 404


def test_lines_may_come_as_an_ordinary_form(client, cast, order, act):
    client.force_login(cast.technician)
    act("accept")
    assert (
        act("materials", name=["软管", ""], quantity=["2", "1"], unit_price=["12.5", ""]).status_code == 200
    )
    with acting_as(system(None)):
        assert [str(line.amount) for line in MaterialLine.objects.all()] == ["25.00"]


def test_the_number_is_given_once_asked_for_and_recorded(client, cast, order):
    client.force_login(cast.technician)
    assert "13905710001" not in client.get(f"/m/orders/{order.pk}/").content.decode()
    answer = client.post(reverse("phone:number", args=[order.pk]))
    assert answer.json() == {"number": "13905710001"}
    with acting_as(system(None)):
        assert Reveal.objects.count() == 1
