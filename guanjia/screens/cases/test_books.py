"""A paper of a case is a sheet for each time it was filled in, and a row for each in the book of a period."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.engine.access import system
from guanjia.registers.vacant_units.models import VacantUnit
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

FINE = {
    "checked_on": "2026-11-18", "water_off": True, "power_off": True, "windows_shut": True, "leaks": False,
    "pests": False, "meter_water": "120", "meter_power": "3300", "aired": True, "season": "none",
}  # fmt: skip
BOOK = reverse("cases:book", args=["vacant_units", "WY-KF-KZ-01"])


@pytest.fixture
def twice_round(acting, cast, now) -> Case:
    """A vacant home looked through once, and again five days later."""
    later = now + timedelta(days=5)
    with acting(system(cast.company.pk)):
        home = VacantUnit.objects.create(
            company=cast.company, estate=cast.estate, unit=cast.unit, kind="unsold"
        )
    with acting(cast.butler):
        case = actions.register_case(
            actor=cast.butler, now=now, estate=cast.estate, procedure="vacant_units", words="巡查", unit=cast.unit,
            answers={"vacant": home.pk},
        )  # fmt: skip
        for at, step, answers in (
            (now, "round", FINE), (later, "rest", {"next": "round"}),
            (later, "round", {**FINE, "meter_water": "188", "checked_on": "2026-11-23"}),
        ):  # fmt: skip
            actions.complete_step(actor=cast.butler, now=at, case=case, step=step, answers=answers)
    return case


def test_the_first_sheet_stays_as_it_was(client, cast, twice_round):
    client.force_login(cast.supervisor)
    address = reverse("cases:paper", args=[twice_round.pk, "WY-KF-KZ-01"])
    newest, first = client.get(address).content.decode(), client.get(address, {"sheet": 1}).content.decode()
    assert "188" in newest and "2026-11-23" in newest
    assert "188" not in first and "120" in first and "第 2 张" in first


def test_a_book_of_a_period_printed_and_as_a_file(client, cast, twice_round):
    client.force_login(cast.supervisor)
    early = {"from": "2026-11-01", "to": "2026-11-20"}
    page = client.get(BOOK, early).content.decode()
    assert page.count(twice_round.number) == 1 and "188" not in page
    both = client.get(BOOK, {"from": "2026-11-01", "to": "2026-11-30", "format": "xlsx"})
    file = io.BytesIO(b"".join(both.streaming_content))
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["编号", "房号或地点", "填写时间"]
    assert [row[rows[0].index("水表读数")] for row in rows[1:]] == ["120", "188"]
    client.force_login(cast.elsewhere)
    assert twice_round.number not in client.get(BOOK, early).content.decode()
