"""The service report: its numbers, its periods, paper and Excel."""

import io
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.engine.access import system
from guanjia.screens.reports.forms import ReportForm, span
from guanjia.work.cases.models import Case

NOVEMBER = "?kind=month&day=2026-11-18"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def month(cast, acting, now):
    """Three repairs and a complaint of November, one repair of October."""

    def case(number, days, procedure="repair", **facts):
        plain = {
            "procedure": procedure,
            "procedure_key": f"{procedure}@1",
            "title": f"第 {number} 件",
            "topic": "water",
        }
        when = {"opened_at": now - timedelta(days=days)}
        Case.objects.create(
            company=cast.company, estate=cast.estate, number=f"BX{number}", **plain | when | facts
        )

    with acting(system(cast.company.pk)):
        case(1, 1, unit=cast.unit, department=cast.engineering)
        case(2, 2, state="closed", finished_at=now, closed_at=now, department=cast.engineering)
        case(3, 3, topic="power", urgency="emergency", place="大堂")
        case(
            4,
            4,
            "complaint",
            topic="noise",
            answers={"class": "1", "cause": "neighbour.noise", "valid": True},
        )
        case(5, 30)
        case(6, 1, state="cancelled")


def tables(client, address):
    page = client.get(reverse("reports:report") + address)
    return {one.title: {row[0]: row[1:] for row in one.rows} for one in page.context["report"].tables}


def test_the_month_in_numbers(month, cast, client):
    client.force_login(cast.supervisor)
    found = tables(client, NOVEMBER)
    assert found["总体"]["受理"] == (5, "上期 1")
    assert found["总体"]["完工"][0] == 1
    assert found["按业务类型"]["报修"] == (4, 1, 1, 2, 0, "100.0%")
    assert found["按业务类型"]["投诉"] == (1, 0, 0, 1, 0, "100.0%")
    assert found["按事项类别（热点）"]["漏水/给排水"][:2] == (3, 1)
    assert found["按责任部门"]["工程部"][:3] == (2, 0, 1)
    assert found["按楼栋（前 20）"]["3栋"][0] == 1
    assert found["重大事项（紧急或严重）"]["BX3"][1] == "大堂"
    assert found["投诉分析"]["一类（重大）"] == (1, "100.0%", 0)
    assert found["投诉分析"]["原因：邻里"] == (1, "100.0%", 0)
    assert found["投诉分析"]["判定成立"] == (1, "100.0%", 0)


def test_a_day_and_a_week(month, cast, client):
    client.force_login(cast.supervisor)
    assert tables(client, "?kind=day&day=2026-11-17")["按业务类型"] == {"报修": (2, 1, 0, 1, 0, "100.0%")}
    assert tables(client, "?kind=week&day=2026-11-18")["总体"]["受理"] == (3, "上期 2")


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("day", date(2026, 11, 18), date(2026, 11, 18)), ("week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), date(2026, 11, 30)), ("custom", date(2026, 11, 18), date(2026, 11, 20)),
    ],
)  # fmt: skip
def test_periods(kind, first, last):
    assert span(kind, date(2026, 11, 18), date(2026, 11, 20)) == (first, last)


def test_what_came_before(at):
    def before(**said):
        form = ReportForm({"day": "2026-11-18", **said}, estates=[], local=at("周三 10:00"))
        return form.before.first_day, form.before.last_day

    assert before(kind="month") == (date(2026, 10, 1), date(2026, 10, 31))
    assert before(kind="week") == (date(2026, 11, 9), date(2026, 11, 15))
    assert before(kind="custom", last="2026-11-20") == (date(2026, 11, 15), date(2026, 11, 17))
    assert before(kind="custom", last="2020-01-01") == (date(2026, 10, 2), date(2026, 10, 31))


@pytest.mark.parametrize("name", ["report", "print"])
def test_pages_cost_at_most_twelve_statements(name, month, cast, client, django_assert_max_num_queries):
    client.force_login(cast.headquarters)
    with django_assert_max_num_queries(12):
        page = client.get(reverse(f"reports:{name}") + NOVEMBER)
    assert "BX3" in page.content.decode()


def test_excel_has_a_sheet_for_each_table(month, cast, client):
    client.force_login(cast.supervisor)
    answer = client.get(reverse("reports:export") + NOVEMBER)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert len(book.sheet_names) == 9
    name = next(name for name in book.sheet_names if "按业务类型" in name)
    assert book.get_sheet_by_name(name).to_python()[2] == ["报修", 4, 1, 1, 2, 0, "100.0%"]


def test_another_estates_report_is_empty_and_the_desk_has_none(month, cast, client):
    client.force_login(cast.elsewhere)
    assert tables(client, NOVEMBER)["按业务类型"] == {}
    client.force_login(cast.desk)
    assert client.get(reverse("reports:report")).status_code == 403
