"""The API does what the screens do: same actions, same rights, same refusals."""

import json

import pytest

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import SCOPES, create_token
from guanjia.kernel import time
from guanjia.testing.leaks import leak
from guanjia.testing.uploads import picture
from guanjia.work.cases.models import Case
from guanjia.work.dispatch.models import WorkOrder

LEAK = {
    "estate": "YG", "procedure": "repair", "words": "厨房水管漏水", "topic": "water", "unit": "3-2-1501",
    "caller_phone": "13905710001", "answers": {"kind": "home", "part": "pipes", "quote_when": "free"},
}  # fmt: skip


@pytest.fixture
def program(cast, client, settings, tmp_path):
    """`program(person)` → `ask(method, path, body, **headers)` → (status, data), with a token of that person."""
    settings.MEDIA_ROOT = tmp_path

    def for_person(person, *scopes):
        us = system(person.company_id)
        with acting_as(us):
            secret = create_token(
                actor=us, now=time.now(), staff=person, name="test", scopes=scopes or SCOPES
            )[1]

        def ask(method, path, body=None, key="", **form):
            headers = {"Authorization": f"Bearer {secret}"} | ({"Idempotency-Key": key} if key else {})
            if form:
                answer = client.post(f"/api/v1{path}", form, headers=headers)
            else:
                text = json.dumps(body) if body is not None else ""
                answer = client.generic(method, f"/api/v1{path}", text, "application/json", headers=headers)
            return answer.status_code, answer.json()

        return ask

    return for_person


@pytest.fixture
def order(cast):
    case = leak(cast, time.now())
    with acting_as(cast.desk):
        return WorkOrder.objects.get(case=case)


def test_the_same_key_gives_the_same_case(cast, program):
    ask = program(cast.desk)
    first = ask("POST", "/cases", LEAK, key="call-1")
    again = ask("POST", "/cases", LEAK, key="call-1")
    assert first[0] == again[0] == 201
    assert first[1]["id"] == again[1]["id"]
    assert first[1]["where"] == "3栋2单元1501"
    with acting_as(cast.desk):
        assert Case.objects.count() == 1


def test_read_list_search_and_story(cast, program):
    ask = program(cast.desk)
    made = ask("POST", "/cases", LEAK)[1]
    other = ask("POST", "/cases", {**LEAK, "words": "客厅灯不亮", "topic": "power"})[1]
    assert ask("GET", f"/cases/{made['id']}")[1]["words"] == "厨房水管漏水"
    assert [case["id"] for case in ask("GET", "/cases")[1]["items"]] == [other["id"], made["id"]]
    first = ask("GET", "/cases?limit=1")[1]
    assert [case["id"] for case in ask("GET", f"/cases?limit=1&before={first['next']}")[1]["items"]] == [
        made["id"]
    ]
    assert [case["id"] for case in ask("GET", "/cases?q=水管")[1]["items"]] == [made["id"]]
    assert ask("POST", f"/cases/{made['id']}/messages", {"text": "下午在家"})[0] == 201
    assert ask("GET", f"/cases/{made['id']}/timeline")[1][-1]["text"] == "下午在家"


def test_a_message_with_a_key_is_written_once(cast, program, order):
    ask = program(cast.desk)
    ids = {
        ask("POST", f"/cases/{order.case_id}/messages", {"text": "催"}, key="m1")[1]["id"] for _ in range(2)
    }
    assert len(ids) == 1


def test_an_order_from_dispatch_to_done(cast, program, order):
    desk, field = program(cast.desk), program(cast.technician, "orders:write", "cases:read")
    at = f"/orders/{order.pk}"
    assert desk("GET", f"/orders?case={order.case_id}&state=pooled")[1]["items"][0]["id"] == order.pk
    given = desk("POST", f"{at}/assign", {"technician": cast.technician.pk, "version": order.version})
    assert given[1]["technician"] == "陈师傅" and given[1]["state"] == "assigned"
    assert field("POST", f"{at}/accept")[1]["state"] == "accepted"
    assert field("POST", f"{at}/arrive")[1]["state"] == "arrived"
    for kind in ("before", "after", "signature"):
        assert field("POST", f"{at}/photos", kind=kind, file=picture())[0] == 200
    done = {"outcome": "更换角阀", "pay": "free"}
    first = field("POST", f"{at}/complete", done, key="done-1")
    again = field("POST", f"{at}/complete", done, key="done-1")
    assert first == again and first[1]["state"] == "done"
    assert desk("GET", f"/cases/{order.case_id}")[1]["state"] == "finished"


def test_refusals_say_the_same_as_the_screens(cast, program, order):
    desk, field = program(cast.desk), program(cast.technician)
    at = f"/orders/{order.pk}"
    assert desk("POST", f"{at}/assign", {"technician": cast.technician.pk, "version": 99})[0] == 409
    desk("POST", f"{at}/assign", {"technician": cast.technician.pk})
    field("POST", f"{at}/accept")
    field("POST", f"{at}/arrive")
    status, problem = field("POST", f"{at}/complete", {"outcome": "好了"})
    assert (status, problem["field"]) == (409, "photos")
    assert "照片" in problem["message"]
    assert program(cast.guard)("POST", f"{at}/assign", {"technician": cast.technician.pk})[0] == 403
    assert desk("POST", f"{at}/assign", {"technician": cast.outsider.pk})[0] == 404
    status, problem = desk("POST", "/cases", {**LEAK, "procedure": "nothing"})
    assert status == 409 and problem["message"]
    assert desk("POST", "/cases", {**LEAK, "unit": "9-9-999"})[0] == 404
    assert desk("POST", "/cases", {"estate": "YG"})[0] == 422


def test_a_further_order_for_a_case(cast, program, order):
    made = program(cast.desk)(
        "POST",
        "/orders",
        {"case": order.case_id, "task": "再看一次", "technician": cast.technician.pk},
        key="o1",
    )
    assert made[0] == 201 and made[1]["state"] == "assigned"


def test_the_page_of_the_api_runs_within_the_content_policy(client, db):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    body = page.content.decode()
    assert "cdn." not in body, "nothing may come from elsewhere"
    assert "<script>" not in body, "the policy would refuse it in silence"
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert "/api/v1/orders/{pk}/complete" in paths


def test_a_key_goes_with_one_request_only(cast, program, order):
    ask = program(cast.desk)
    assert ask("POST", "/cases", LEAK, key="k")[0] == 201
    status, problem = ask("POST", "/cases", {**LEAK, "words": "客厅灯不亮"}, key="k")
    assert (status, problem["code"]) == (409, "key_reused")
    desk, at = program(cast.desk), f"/orders/{order.pk}/assign"
    given = {"technician": cast.technician.pk}
    assert [desk("POST", at, given, key="a")[0] for _twice in range(2)] == [200, 200]
    assert desk("POST", at, {"technician": cast.second_technician.pk}, key="a")[0] == 409


def test_search_in_the_directory_keeps_phones_masked(cast, program):
    with acting_as(system(None)):
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    ask = program(cast.desk)
    found = ask("GET", "/directory/search?q=3-2-1501")[1]
    assert [unit["key"] for unit in found["units"]] == ["3-2-1501"]
    people = ask("GET", "/directory/search?q=1390571")[1]["customers"]
    assert [one["name"] for one in people] == ["王阿姨"]
    assert "13905710001" not in str(people) and people[0]["phones"]
    assert program(cast.technician)("GET", "/directory/search?q=1390571")[0] == 403
    assert program(cast.elsewhere)("GET", "/directory/search?q=1390571")[1]["customers"] == []
    assert program(cast.technician)("GET", "/cases?q=水管")[0] == 403
