from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder

BOARD = "/board/"


@pytest.fixture
def orders(cast):
    """Three leaks in the pool; the second is given to 陈师傅, the third has been accepted by him."""
    now = time.now() - timedelta(minutes=1)
    with acting_as(system(None)):
        for words in ("一号漏水", "二号漏水", "三号漏水"):
            register_case(
                actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words=words, topic="water",
                unit=cast.unit, answers={"kind": "home"},
            )  # fmt: skip
        made = list(WorkOrder.objects.order_by("pk"))
        for order in made[1:]:
            actions.assign_order(order=order, actor=cast.desk, now=now, technician=cast.technician)
        actions.accept_order(order=made[2], actor=cast.technician, now=now)
        return list(WorkOrder.objects.order_by("pk"))


def give(client, order, to, **more):
    given = {"to": to, "version": order.version, **more}
    return client.post(reverse("board:give", args=[order.pk]), given, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    "query", ["", "?by=technician", "?by=department", "?late=1&urgency=emergency", "?by=nonsense"]
)
def test_every_grouping_is_cheap(client, cast, orders, query):
    client.force_login(cast.supervisor)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(BOARD + query)
    assert answer.status_code == 200
    assert len(asked) <= 12, [each["sql"][:90] for each in asked]


def test_columns_by_state(client, cast, orders):
    client.force_login(cast.supervisor)
    columns = client.get(BOARD).context["board"].columns
    assert [len(column.cards) for column in columns] == [1, 1, 1, 0, 0, 0]
    technicians = client.get(BOARD + "?by=technician").context["board"].columns
    assert {c.title: (len(c.cards), c.person and c.person.load) for c in technicians} == {
        "待派": (1, None), "陈师傅": (2, 2), "李师傅": (0, 0)
    }  # fmt: skip


def test_dropping_a_card_on_a_technician_gives_it(client, cast, orders):
    client.force_login(cast.desk)
    answer = give(client, orders[0], f"staff-{cast.second_technician.pk}")
    assert "已派给李师傅" in answer.content.decode()
    assert not answer.content.decode().lstrip().startswith("<!doctype")
    with acting_as(cast.desk):
        orders[0].refresh_from_db()
    assert orders[0].technician == cast.second_technician


def test_a_card_that_has_moved_on_is_not_given(client, cast, orders):
    client.force_login(cast.supervisor)
    orders[0].version = 99
    answer = give(client, orders[0], "pool")
    assert (answer.status_code, "刚刚被改动" in answer.content.decode()) == (409, True)


def test_only_a_supervisor_takes_an_accepted_order_away(client, cast, orders):
    client.force_login(cast.desk)
    assert give(client, orders[2], f"staff-{cast.second_technician.pk}").status_code == 403
    client.force_login(cast.supervisor)
    assert give(client, orders[2], f"staff-{cast.second_technician.pk}").status_code == 200
    assert give(client, orders[0], "anybody").status_code == 400


def test_the_dialog_shows_the_best_first(client, cast, orders):
    client.force_login(cast.desk)
    text = client.get(reverse("board:give", args=[orders[0].pk])).content.decode()
    assert text.index("李师傅") < text.index("陈师傅")


def test_an_order_by_hand(client, cast, orders):
    client.force_login(cast.desk)
    address = reverse("board:create", args=[orders[0].case_id])
    assert client.get(address).status_code == 200
    answer = client.post(
        address, {"task": "再看一次", "kind": "home", "department": cast.engineering.pk, "key": "a"}
    )
    assert answer.status_code == 302
    with acting_as(cast.desk):
        assert WorkOrder.objects.get(task="再看一次").department == cast.engineering


def test_a_long_pause_is_agreed_on_the_board(client, cast, orders):
    with acting_as(cast.technician):
        actions.pause_order(
            order=orders[2], actor=cast.technician, now=time.now(), reason="parts",
            until=time.now() + timedelta(days=3),
        )  # fmt: skip
    client.force_login(cast.supervisor)
    assert "同意停表" in client.get(BOARD).content.decode()
    assert (
        client.post(reverse("board:consent", args=[orders[2].pk]), headers={"HX-Request": "true"}).status_code
        == 200
    )
    assert "同意停表" not in client.get(BOARD).content.decode()


def test_the_roster_page_paints_and_exports(client, cast):
    client.force_login(cast.supervisor)
    assert client.post("/roster/kinds", {"usual": "1"}).status_code == 302
    today = time.now().astimezone().date().isoformat()
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/roster/")
    assert page.status_code == 200
    assert len(asked) <= 12
    kind = page.context["roster"].kinds[0].pk
    cell = client.post("/roster/cell", {"staff": cast.technician.pk, "day": today, "kind": kind})
    assert (cell.status_code, "早" in cell.content.decode()) == (200, True)
    assert client.get("/roster/export").content[:2] == b"PK"
    assert client.get("/roster/on-duty").status_code == 200
