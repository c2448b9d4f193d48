"""The pages of meters: a round typed in, doubts confirmed, a dial read with the phone, a file of arrears."""

from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.directory.places.models import Building
from guanjia.engine.imports import work
from guanjia.engine.imports.models import ImportRun
from guanjia.kernel import time
from guanjia.work.ledger.actions import today
from guanjia.work.ledger.models import Tariff
from guanjia.work.meters import actions
from guanjia.work.meters.models import Meter, MeterReading


@pytest.fixture
def meter(acting, cast) -> Meter:
    """Stood at 100 a month ago."""
    now = time.now()
    with acting(cast.manager):
        return actions.register_meter(
            actor=cast.manager, now=now, estate=cast.estate, kind="cold_water", number="W1501", unit=cast.unit,
            installed_on=today(cast.estate, now) - timedelta(days=30), start="100",
        )  # fmt: skip


@pytest.fixture
def readings(acting, cast, meter):
    def current() -> list[MeterReading]:
        with acting(cast.manager):
            return list(MeterReading.objects.current().filter(meter=meter).order_by("on"))

    return current


def test_pages_within_twelve_statements(client, cast, meter):
    client.force_login(cast.manager)
    for name, words in {
        "list": "W1501", "sheet": "3栋2单元1501", "checking": "没有待确认的读数", "phone": "选一栋楼",
    }.items():  # fmt: skip
        with CaptureQueriesContext(connection) as spent:
            page = client.get(reverse(f"meters:{name}"))
        assert words in page.text
        assert len(spent) <= 12, name
    assert "抄表记录" in client.get(reverse("meters:meter", args=[meter.pk])).text


def test_a_round_is_typed_line_by_line(client, cast, meter, readings):
    client.force_login(cast.butler)
    line = reverse("meters:line", args=[meter.pk])
    round_ = {
        "estate": cast.estate.pk,
        "on": (today(cast.estate, time.now()) - timedelta(days=1)).isoformat(),
    }
    assert "不是数字" in client.post(line, {**round_, f"v-{meter.pk}": "11O"}).text
    kept = client.post(line, {**round_, f"v-{meter.pk}": "112.5"}).text
    assert "12.5" in kept
    assert "已抄" in kept
    assert [(str(each.value), each.on.isoformat()) for each in readings()][1:] == [("112.500", round_["on"])]


def test_a_round_opens_one_building_and_leads_to_the_next(client, cast, meter, acting):
    now = time.now()
    with acting(cast.manager):
        fifth = Building.objects.create(company=cast.company, estate=cast.estate, name="5", order=5)
        for number, building in (("W5", fifth), ("W0", None)):
            actions.register_meter(
                actor=cast.manager, now=now, estate=cast.estate, kind="cold_water", number=number, building=building,
                installed_on=today(cast.estate, now) - timedelta(days=30), start="1",
            )  # fmt: skip
    client.force_login(cast.manager)
    sheet, here = reverse("meters:sheet"), {"estate": cast.estate.pk}

    def shown(**said) -> set[str]:
        page = client.get(sheet, {**here, **said}).text
        return {number for number in ("W1501", "W5", "W0") if f">{number}</a>" in page}

    assert (shown(), shown(building=""), shown(building="0")) == ({"W1501"}, {"W1501", "W5", "W0"}, {"W0"})
    assert "下一栋：5栋" in client.get(sheet, here).text
    assert shown(building=fifth.pk) == {"W5"}
    assert "下一栋" not in client.get(sheet, {**here, "building": fifth.pk}).text
    assert shown(building=99999999) == {"W1501"}, "the building of an estate that was chosen before"


def test_a_round_without_scripts_is_kept_at_once(client, cast, meter, readings):
    client.force_login(cast.butler)
    chosen = {"estate": cast.estate.pk, "kind": "cold_water", "building": cast.building.pk}
    sheet = reverse("meters:sheet")
    wrong = client.post(sheet, {**chosen, f"v-{meter.pk}": "abc"})
    assert (wrong.status_code, "不是数字" in wrong.text) == (422, True)
    assert "已抄 1 / 1" in client.post(sheet, {**chosen, f"v-{meter.pk}": "112"}).text
    assert len(readings()) == 2


def test_a_doubt_is_confirmed_or_corrected(client, cast, meter, readings):
    client.force_login(cast.manager)
    client.post(reverse("meters:line", args=[meter.pk]), {f"v-{meter.pk}": "900"})
    doubtful = readings()[-1]
    assert "用量突增" in client.get(reverse("meters:checking")).text
    wrong = {"value": "109", "reason": "看错一位", "checking": "1", "key": "k"}
    client.post(reverse("meters:correct", args=[doubtful.pk]), wrong)
    assert readings()[-1].value == 109
    assert "没有待确认的读数" in client.get(reverse("meters:checking")).text


def test_a_technician_reads_but_does_not_confirm(client, cast, meter, readings):
    client.force_login(cast.technician)
    client.post(reverse("meters:line", args=[meter.pk]), {f"v-{meter.pk}": "900"})
    answer = client.post(reverse("meters:confirm", args=[readings()[-1].pk]), {"reason": "没问题"})
    assert answer.status_code == 403
    assert not readings()[-1].is_counted


def test_the_phone_finds_a_meter_and_sends_its_dial(client, cast, meter, readings, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.technician)
    for wanted in ("w1501", "3-2-1501", "321501"):
        assert "上次 100" in client.get(reverse("meters:phone"), {"q": wanted}).text
    dial = SimpleUploadedFile("dial.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg")
    send = reverse("meters:send", args=[meter.pk])
    said = client.post(send, {"value": "112", "photo": dial, "key": "a", "done_at": time.now().isoformat()})
    assert said.json() == {"text": "12 m³", "doubt": False}
    assert client.post(send, {"value": "112", "key": "a"}).status_code == 200, "sent again by the queue"
    refused = client.post(send, {"value": "x", "key": "b"})
    assert (refused.status_code, "不是数字" in refused.json()["refused"]) == (409, True)
    assert [each.source for each in readings()] == ["start", "phone"]
    assert client.get(reverse("meters:photo", args=[readings()[-1].pk])).status_code == 200


def test_a_meter_is_registered_and_replaced(client, acting, cast):
    client.force_login(cast.manager)
    given = {
        "estate": cast.estate.pk, "room": "3栋2单元1501", "kind": "electricity", "number": "E1", "multiplier": "1",
        "dial": "6", "start": "10", "key": "k1",
    }  # fmt: skip
    assert "没有找到" in client.post(reverse("meters:new"), {**given, "room": "9-9-9999"}).text
    assert client.post(reverse("meters:new"), given).status_code == 302
    with acting(cast.manager):
        meter = Meter.objects.get()
    day = today(cast.estate, time.now()).isoformat()
    swap = {"on": day, "last": "10", "number": "E2", "start": "0", "multiplier": "1", "key": "k2"}
    assert "早于" not in client.post(reverse("meters:replace", args=[meter.pk]), {**swap, "last": "1o"}).text
    answer = client.post(reverse("meters:replace", args=[meter.pk]), swap)
    assert answer.status_code == 302, answer.content.decode()
    with acting(cast.manager):
        assert Meter.objects.get(replaces=meter).unit_id == cast.unit.pk


def test_arrears_are_blocked_by_one_fault(client, acting, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with acting(cast.manager):
        Tariff.objects.create(company=cast.company, code="wy", name="物业费")
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("欠费")
        for at, row in enumerate(
            [["房号", "收费项目", "账期", "欠费金额"], ["3-2-1501", "物业费", "2026-01", "x"]]
        ):
            sheet.write_row(at, 0, row)
    client.force_login(cast.accountant)
    upload = SimpleUploadedFile("欠费.xlsx", path.read_bytes())
    client.post(reverse("imports:new"), {"kind": "arrears", "estate": cast.estate.pk, "file": upload})
    with acting(cast.accountant):
        run = ImportRun.objects.get()
    columns = {f"col-0-{at}": code for at, code in run.tables[0]["columns"].items()}
    client.post(reverse("imports:columns", args=[run.pk]), {"used-0": "on", **columns})
    work.check(run.pk)
    page = client.get(reverse("imports:run", args=[run.pk])).text
    assert "不是数字" in page
    assert "开始导入" not in page
    client.post(reverse("imports:start", args=[run.pk]))
    with acting(cast.accountant):
        run.refresh_from_db()
    assert run.state == "previewed"
