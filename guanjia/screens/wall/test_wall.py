"""The screen on the wall."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.kernel import time
from guanjia.work.cases.models import Case
from guanjia.work.followups.models import FollowUp
from guanjia.work.roster.models import DutyShift, ShiftKind


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


@pytest.fixture
def cases(cast, acting):
    now = time.now()
    with acting(system(cast.company.pk)):
        for number, (estate, facts) in enumerate(
            [
                (
                    cast.estate,
                    {
                        "next_due_at": now - timedelta(hours=3),
                        "caller_name": "王阿姨",
                        "title": "王阿姨家漏水",
                    },
                ),
                (cast.estate, {"state": "finished", "finished_at": now}),
                (cast.other_estate, {"opened_at": now}),
            ]
        ):
            plain = {"opened_at": now - timedelta(days=2), "procedure": "repair", "procedure_key": "repair@1"}
            case = Case.objects.create(
                company=cast.company, estate=estate, number=f"BX{number}", **plain | facts
            )
            if case.state == "finished":
                FollowUp.objects.create(
                    company=cast.company, estate=estate, case=case, opened_at=now, not_before=now, due_at=now
                )
        kind = ShiftKind.objects.create(
            company=cast.company, code="day", name="白班", mark="白", starts="08:00", ends="20:00"
        )
        DutyShift.objects.create(
            company=cast.company, estate=cast.estate, staff=cast.technician, kind=kind, day=now.date(),
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
        )  # fmt: skip


def test_it_shows_numbers_duty_and_no_customer(cases, cast, client, django_assert_max_num_queries):
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("wall:wall"))
    wall, text = page.context["wall"], page.content.decode()
    assert (wall.now.open, wall.now.late, wall.now.waiting, wall.came, wall.done) == (1, 1, 1, 0, 1)
    assert wall.duty == [("白班", ["陈师傅"])]
    assert "BX0" in text and "<td>报修</td>" in text, "no topic: the procedure says what it is about"
    assert "王阿姨" not in text


def test_headquarters_choose_an_estate(cases, cast, client):
    client.force_login(cast.headquarters)
    both = client.get(reverse("wall:wall")).context["wall"]
    one = client.get(reverse("wall:wall"), {"estate": cast.other_estate.pk}).context["wall"]
    assert (both.now.open, one.now.open, one.came) == (2, 1, 1)


def test_a_strange_estate_is_all_of_ones_own(cases, cast, client):
    client.force_login(cast.supervisor)
    page = client.get(reverse("wall:wall"), {"estate": cast.other_estate.pk})
    assert page.context["wall"].now.open == 1


def test_the_desk_has_no_wall(cast, client):
    client.force_login(cast.desk)
    assert client.get(reverse("wall:wall")).status_code == 403


def test_light_or_dark_stays_in_the_address(cast, client):
    client.force_login(cast.supervisor)
    assert "wall-light" in client.get(reverse("wall:wall"), {"theme": "light"}).content.decode()
    assert "wall-dark" in client.get(reverse("wall:wall")).content.decode()
