"""The guard's page: good or not, once out of the gate never again, who is inside, and the guard's own steps."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.access_cards.models import AccessCard
from guanjia.registers.passes.models import Stay, WorkerPass
from guanjia.work.cases import actions
from guanjia.work.cases.models import Step

READY = {"identity_ok": "true", "extinguisher_ok": "true", "watcher_ok": "true", "cleared_ok": "true"}


@pytest.fixture
def gate(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(cast.guard)
    return lambda number: client.get(reverse("gate:home"), {"q": number}).content.decode()


@pytest.fixture
def released(acting, cast):
    """A pass that is good today."""
    said = {"who": "owner", "applicant": "王阿姨", "items": "沙发 1 件", "valid_on": str(localdate(now()))}
    with acting(cast.desk):
        case = actions.register_case(
            actor=cast.desk, now=now(), estate=cast.estate, procedure="item_release", words="搬沙发", unit=cast.unit,
            answers=said,
        )  # fmt: skip
        return actions.complete_step(
            actor=cast.desk, now=now(), case=case, step="issue", answers={"identity_ok": True}
        )


@pytest.fixture
def passes(acting, cast):
    """张三's is good until today, 李四's was until yesterday."""
    today, home = localdate(now()), {"company": cast.company, "estate": cast.estate}
    with acting(system(cast.company.pk)):
        AccessCard.objects.create(number="A1", kind="staff", holder="老张", frozen_at=now(), **home)
        return [
            WorkerPass.objects.create(
                number=number, kind="works", name=name, valid_from=date(2026, 1, 1), valid_until=until, **home
            )
            for number, name, until in (("SG-1", "张三", today), ("SG-2", "李四", today - timedelta(days=1)))
        ]


@pytest.fixture
def hot_work(acting, cast, settings, tmp_path):
    """Approved, and due to be looked at by the guard before it begins in an hour."""
    settings.MEDIA_ROOT = tmp_path / "files"
    begin = now() + timedelta(hours=1)
    said = {
        "operator": "赵工", "licence_kind": "welding", "licence": "T3301", "licence_until": "2099-05-01",
        "spot": "厨房",
        "work": "焊接", "from_at": begin.isoformat(), "until_at": (begin + timedelta(hours=3)).isoformat(),
        "extinguishers": 2, "watcher": "钱工 13900000002",
    }  # fmt: skip
    copies = [(name, photo()) for name in ("licence_copy", "id_copy", "operator_signed")]
    with acting(cast.desk):
        us = {"actor": cast.desk, "now": now()}
        case = actions.register_case(
            estate=cast.estate, procedure="hot_work", words="焊接", unit=cast.unit, answers=said, **us
        )
        case = actions.complete_step(case=case, step="copies", answers={}, uploads=copies, **us)
    with acting(cast.supervisor):
        us["actor"] = cast.supervisor
        return actions.complete_step(case=case, step="stamp", answers={"stamped": True}, **us)


def photo():
    return SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest", "image/png")


def test_a_pass_lets_things_out_once(client, gate, released):
    scanned = gate(f"https://guanjia/cases/{released.pk}/")
    assert "今天有效" in gate(released.number) and "沙发 1 件" in scanned
    said = {"number": released.number, "items_ok": "true", "key": "k1"}
    assert client.post(reverse("gate:out"), said).status_code == 409
    for _again in range(2):
        assert client.post(reverse("gate:out"), {**said, "out_photo": photo()}).status_code == 200
    page = gate(released.number)
    assert "已放行，不能再用" in page and "gate-good" not in page
    again = client.post(reverse("gate:out"), {**said, "key": "k2", "out_photo": photo()})
    assert again.status_code == 409 and "已办结" in again.json()["refused"]


def test_a_lapsed_pass_does_not_open_the_gate_and_who_is_inside_is_known(client, acting, cast, gate, passes):
    good, lapsed = passes
    assert "gate-good" in gate("sg-1") and "张三" in gate(f"https://x/registers/passes/{good.pk}/")
    assert "已到期" in gate("SG-2") and "已冻结" in gate("A1") and "查无此号" in gate("SG-3")

    def tap(one, way, **more):
        return client.post(reverse("gate:move"), {"pass": one.pk, "way": way, **more})

    no = tap(lapsed, "in")
    assert no.status_code == 409 and "不能进场" in no.json()["refused"]
    at = (now() - timedelta(minutes=20)).isoformat()
    for _again in range(2):
        assert tap(good, "in", key="k1", done_at=at).json() == {"text": "张三 已进门"}
    assert tap(good, "in", key="k2").status_code == 409
    assert "现在在场" in gate("SG-1")
    with acting(system(cast.company.pk)):
        stay = Stay.objects.get()
        assert stay.entered_at.isoformat() == at
        WorkerPass.objects.filter(pk=good.pk).update(valid_until=localdate(now()) - timedelta(days=1))
    page = client.get(reverse("gate:home")).content.decode()
    assert "证件已失效，请出场" in page and "张三" in page
    assert tap(good, "out").status_code == 200 and tap(good, "out").status_code == 409
    assert "没有持证人员在场" in client.get(reverse("gate:home")).content.decode()


def test_the_list_for_the_time_without_a_network(client, gate, released, passes, hot_work):
    kept = client.get(reverse("gate:list")).json()
    rows = {row["number"]: row for row in kept["rows"]}
    assert kept["frozen"] == ["A1"] and set(rows) == {released.number, hot_work.number, "SG-1", "SG-2"}
    assert (rows[released.number]["does"], rows[released.number]["never"]) == ("out", "")
    midnight = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    assert rows["SG-2"]["until"] == midnight.isoformat()


def test_the_guard_does_his_own_steps_and_only_those(client, acting, cast, gate, hot_work):
    assert "起才能动火" in gate(hot_work.number)
    assert "动火前检查" in client.get(reverse("gate:home")).content.decode()
    with acting(cast.guard):
        begin = Step.objects.get(case=hot_work, code="begin")
    door = reverse("gate:step", args=[begin.pk])
    page = client.get(door).content.decode()
    assert "厨房" in page and "13900000002" not in page
    no = client.post(door, {**READY, "extinguisher_ok": "false"})
    assert no.status_code == 422 and "不能动火" in no.content.decode()
    assert client.post(door, READY).status_code == 302
    assert client.get(door).status_code == 404
    with acting(system(cast.company.pk)):
        other = Step.objects.create(
            company=cast.company,
            estate=cast.estate,
            case=hot_work,
            code="file",
            role="desk",
            entered_at=now(),
        )
    assert client.get(reverse("gate:step", args=[other.pk])).status_code == 403
    client.force_login(cast.technician)
    assert client.get(reverse("gate:home")).status_code == 403


def test_one_look_is_few_statements(client, gate, released, hot_work, passes, django_assert_max_num_queries):
    client.post(reverse("gate:move"), {"pass": passes[0].pk, "way": "in"})
    with django_assert_max_num_queries(12):
        gate(released.number)
    with django_assert_max_num_queries(12):
        client.get(reverse("gate:list"))
