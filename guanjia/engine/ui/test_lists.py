"""The list of staff stands for every list."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.ui.models import SavedView

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_headquarters(client, cast):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def url(db):
    return reverse("team:staff_list")


def first_sheet(answer) -> list[list]:
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def names(response) -> list[str]:
    return [line["row"].name for line in response.context["list"].lines()]


def test_filters_sort_and_search_live_in_the_address(at_headquarters, url, cast):
    everybody = names(at_headquarters.get(url, {"sort": "-login"}))
    assert everybody[0] == "李师傅"
    engineers = at_headquarters.get(url, {"department": cast.engineering.pk})
    assert set(names(engineers)) == {"陈师傅", "李师傅"}
    assert names(at_headquarters.get(url, {"q": "desk"})) == ["小李"]
    assert "部门：工程部" in engineers.content.decode()


def test_nonsense_in_the_address_is_not_an_error(at_headquarters, url):
    for query in (
        {"department": "x"},
        {"sort": "password"},
        {"after": "%%"},
        {"size": "99999"},
        {"cols": "zzz"},
    ):
        assert at_headquarters.get(url, query).status_code == 200


def test_pages_follow_each_other(at_headquarters, url):
    first = at_headquarters.get(url, {"size": 20})
    assert "下一页" not in first.content.decode()
    assert first.context["list"].count() == str(len(names(first)))


def test_htmx_gets_only_the_list(at_headquarters, url):
    part = at_headquarters.get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert len(part.encode()) < 60_000


def test_an_empty_list_says_so(at_headquarters, url):
    assert "没有符合条件的记录" in at_headquarters.get(url, {"q": "nobody at all"}).content.decode()


def test_few_queries(at_headquarters, url, django_assert_max_num_queries):
    at_headquarters.get(url)
    with django_assert_max_num_queries(12):
        at_headquarters.get(url)


def test_excel_has_the_filtered_rows_masked_and_is_recorded(at_headquarters, url, cast, acting):
    cast.technician.mobile = "13905710009"
    cast.technician.save()
    answer = at_headquarters.get(url, {"department": cast.engineering.pk, "export": "xlsx"})
    sheet = first_sheet(answer)
    assert sheet[1][0] == "部门：工程部"
    assert sheet[2][:3] == ["姓名", "登录名", "角色"]
    assert {row[0] for row in sheet[3:]} == {"陈师傅", "李师傅"}
    assert "139****0009" in str(sheet)
    assert "13905710009" not in str(sheet)
    with acting(cast.admin):
        assert AuditEntry.objects.filter(verb="list.exported", after__rows=2).exists()


def test_a_formula_in_a_name_stays_text(at_headquarters, url, cast):
    cast.technician.name = "=1+1"
    cast.technician.save()
    answer = at_headquarters.get(url, {"export": "xlsx", "q": "technician"})
    sheet = first_sheet(answer)
    assert "=1+1" in [row[0] for row in sheet]


def test_export_needs_the_right(client, cast, url):
    client.force_login(cast.technician)
    assert client.get(url, {"export": "xlsx"}).status_code == 403


def test_printing_shows_all_columns_without_the_frame(at_headquarters, url):
    text = at_headquarters.get(url, {"print": 1}).content.decode()
    assert "<h1>员工</h1>" in text
    assert "打印人 管理员" in text


def test_views_are_kept_shared_and_dropped_only_by_their_owner(client, cast, url, acting):
    client.force_login(cast.admin)
    given = {"list": "staff", "name": "工程", "query": "department=3&after=9", "shared": "1", "next": url}
    assert client.post(reverse("ui:save_view"), given).headers["Location"] == url
    with acting(cast.admin):
        view = SavedView.objects.get()
    assert view.query == "department=3"
    client.force_login(cast.manager)
    assert "工程</a>" in client.get(url).content.decode()
    assert 'aria-current="true">工程' in client.get(url, {"department": "3"}).content.decode()
    assert client.post(reverse("ui:drop_view", args=[view.pk])).status_code == 409
    client.force_login(cast.outsider)
    assert client.post(reverse("ui:drop_view", args=[view.pk])).status_code == 404
    client.force_login(cast.admin)
    client.post(reverse("ui:drop_view", args=[view.pk]))
    with acting(cast.admin):
        assert not SavedView.objects.exists()
