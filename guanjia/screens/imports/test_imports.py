"""The import pages, from the file to the undo, as 陈经理 sees them."""

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.directory.places.models import Unit
from guanjia.engine.imports import undo, work
from guanjia.engine.imports.models import ImportRun

ROWS = [
    ["业主台账"],
    ["房号", "业主姓名", "电话", "面积"],
    ["3-1-101", "王芳", "1370000000", "90㎡"],
    ["3-1-102", "王芳", "13700000003", 88],
    ["3-1-103", "王芳", "13700000003", 88],
    ["", "李四", "", ""],
]


@pytest.fixture
def upload(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("业主")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("台账.xlsx", path.read_bytes())


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


@pytest.fixture
def run(manager, cast, upload, acting):
    answer = manager.post(
        reverse("imports:new"), {"kind": "owners", "estate": cast.estate.pk, "file": upload}
    )
    assert answer.status_code == 302, answer.content.decode()
    with acting(cast.manager):
        return ImportRun.objects.get()


def columns_of(run):
    fields = {"used-0": "on", "heading-0": run.tables[0]["last"] + 1}
    return fields | {f"col-0-{column}": code for column, code in run.tables[0]["columns"].items()}


@pytest.fixture
def checked(manager, run, cast, acting):
    assert manager.post(reverse("imports:columns", args=[run.pk]), columns_of(run)).status_code == 302
    work.check(run.pk)
    with acting(cast.manager):
        return ImportRun.objects.get()


def text_of(client, name, *args, **asked):
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_list_says_what_to_do(manager):
    assert "还没有导入过文件" in text_of(manager, "imports:list")


def test_a_refused_file_says_why_next_to_the_field(manager, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = SimpleUploadedFile("a.xls", b"<html><table>")
    answer = manager.post(reverse("imports:new"), {"kind": "owners", "estate": cast.estate.pk, "file": page})
    assert answer.status_code == 422
    assert "其实是网页" in answer.content.decode()
    assert not list(tmp_path.rglob("*.xls"))


def test_columns_are_guessed_and_may_be_corrected(manager, run, cast, acting):
    html = text_of(manager, "imports:columns", run.pk)
    assert "业主姓名" in html
    assert '<option value="name" selected>' in html
    manager.post(reverse("imports:columns", args=[run.pk]), columns_of(run) | {"col-0-1": "tenant_name"})
    with acting(cast.manager):
        assert ImportRun.objects.get().tables[0]["columns"]["1"] == "tenant_name"


def test_the_heading_may_be_pointed_at(manager, run, cast, acting):
    manager.post(reverse("imports:columns", args=[run.pk]), columns_of(run) | {"heading-0": 3, "again": "1"})
    with acting(cast.manager):
        assert ImportRun.objects.get().tables[0]["last"] == 2


def test_the_preview_marks_the_cells(manager, checked):
    html = text_of(manager, "imports:run", checked.pk)
    assert 'class="is-warning">1370000000' in html
    assert "位数不对" in html
    assert "姓名和电话相同" in html
    assert "88" in text_of(manager, "imports:run", checked.pk, only="all")


def test_progress_asks_for_the_page_when_it_is_over(manager, checked):
    answer = manager.get(reverse("imports:progress", args=[checked.pk]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_import_then_undo(manager, checked, cast, acting):
    manager.post(reverse("imports:start", args=[checked.pk]))
    assert "正在导入" in text_of(manager, "imports:run", checked.pk)
    work.carry_out(checked.pk)
    assert "撤销这次导入" in text_of(manager, "imports:run", checked.pk)
    with acting(cast.manager):
        assert Unit.objects.filter(key="3-1-101", retired_at=None).count() == 1
    manager.post(reverse("imports:undo", args=[checked.pk]))
    assert "正在撤销" in text_of(manager, "imports:run", checked.pk)
    undo.take_back(checked.pk)
    with acting(cast.manager):
        assert not Unit.objects.filter(key="3-1-101", retired_at=None).exists()
    assert "台账.xlsx" in text_of(manager, "imports:list")


def test_a_decision_is_kept(manager, checked, cast, acting):
    key = checked.duplicates[0]["key"]
    manager.post(reverse("imports:duplicates", args=[checked.pk]), {"shown": [key]})
    with acting(cast.manager):
        assert ImportRun.objects.get().decisions == {key: False}


def test_cancelled_before_it_began(manager, checked, cast, acting):
    manager.post(reverse("imports:cancel", args=[checked.pk]))
    assert "已取消" in text_of(manager, "imports:run", checked.pk)


def test_the_workbook_goes_out(manager, cast):
    answer = manager.post(reverse("imports:export", args=[cast.estate.pk]), {"reason": "给社区核对"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize("who", ["elsewhere", "outsider"])
def test_a_stranger_does_not_even_see_it(client, run, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("imports:run", args=[run.pk])).status_code in (403, 404)


def test_the_desk_may_not(client, run, cast):
    client.force_login(cast.desk)
    assert client.get(reverse("imports:list")).status_code == 403
    assert client.post(reverse("imports:start", args=[run.pk])).status_code == 403


def test_few_statements(manager, checked, django_assert_max_num_queries):
    for name, args in (
        ("imports:list", []),
        ("imports:run", [checked.pk]),
        ("imports:columns", [checked.pk]),
    ):
        with django_assert_max_num_queries(12):
            assert manager.get(reverse(name, args=args)).status_code == 200
