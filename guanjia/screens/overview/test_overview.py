"""Every number by its formula on a small set counted by hand, and the list behind it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from guanjia.engine.health.runs import noted
from guanjia.screens.overview import queries, records, tasks
from guanjia.work.cases.models import Case, TimelineEntry
from guanjia.work.figures.queries import Narrow, open_groups, waiting_groups
from guanjia.work.figures.rules import Share, period, tally


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def ago(**span):
    return -timedelta(**span)


def test_the_numbers_of_now(world, cast, now):
    world.case(days_old=0.5, next_due_at=now - timedelta(hours=1))
    world.case(days_old=2, next_due_at=now + timedelta(minutes=119))
    world.case(days_old=5, next_due_at=now + timedelta(hours=2), handler=None)
    world.case(days_old=8, next_due_at=None, handler=None)
    world.case(
        days_old=31, state="finished", finished_at=now, next_due_at=now - timedelta(days=1), handler=None
    )
    world.case(days_old=3, state="closed", finished_at=now, closed_at=now)
    world.case(days_old=3, estate=cast.other_estate, next_due_at=now - timedelta(days=1))
    asked = world.case(state="finished", finished_at=now, opened_at=now)
    improving = world.case(state="finished", finished_at=now, opened_at=now)
    world.followup(asked, due=timedelta(days=1), state="due")
    world.followup(improving, due=ago(hours=2), ended=ago(hours=3), stars=5)
    groups = open_groups(cast.supervisor, Narrow(), now=now) + waiting_groups(
        cast.supervisor, Narrow(), now=now
    )
    found = tally(groups)
    assert (found.open, found.late, found.soon, found.unassigned, found.waiting) == (4, 2, 1, 2, 1)
    assert found.ages == (3, 1, 1, 1, 1)
    assert tally(open_groups(cast.headquarters, Narrow(), now=now)).open == 5
    assert tally(open_groups(cast.supervisor, Narrow(handler=cast.technician.pk), now=now)).open == 2


def test_the_indicators_of_a_period(world, cast, now):
    one, two, three = world.case(), world.case(), world.case(days_old=2)
    last_month = world.case(days_old=30)
    world.clock(one, "reply", due=ago(hours=5), ended=ago(hours=6))
    world.clock(two, "reply", due=ago(hours=5), ended=ago(hours=4))
    world.clock(three, "reply", due=ago(hours=5), ended=None, state="breached")
    world.clock(two, "reply", due=ago(hours=4), ended=ago(hours=4), cycle=2, state="missed")
    world.clock(last_month, "reply", due=ago(days=29), ended=ago(days=29, hours=1))
    world.clock(one, "finish", due=ago(hours=1), ended=ago(hours=2))
    world.clock(one, "finish", due=ago(hours=1), ended=ago(minutes=59), cycle=2)
    world.clock(two, "finish", due=timedelta(hours=1), ended=ago(hours=1))
    world.clock(three, "finish", due=ago(hours=1), ended=ago(hours=2), state="cancelled")
    world.followup(one, due=ago(hours=2), ended=ago(hours=3), stars=5)
    world.followup(two, due=ago(hours=2), ended=ago(hours=1), stars=4)
    world.followup(three, due=ago(hours=2), state="not_reached", ended=ago(hours=3))
    world.followup(one, due=ago(hours=2), state="cancelled", ended=ago(hours=3), cycle=2)
    world.followup(two, due=timedelta(days=1), ended=ago(hours=1), stars=1, cycle=2)
    finish(one, now, cycle=2), finish(two, now), reopen(one, now), reopen(three, now)
    month = figures(cast.supervisor, now).total
    assert (month.arrived, month.finished) == (3, 2)
    assert month.response == Share(1, 4)
    assert month.finish == Share(1, 2)
    assert month.followed == Share(2, 3)
    assert month.followed_in_time == Share(1, 3)
    assert (month.content, str(month.mean)) == (Share(2, 3), "3.33")
    assert month.reopened == Share(2, 3)


def finish(case, now, **more):
    Case.objects.filter(pk=case.pk).update(state="closed", finished_at=now, closed_at=now, **more)


def reopen(case, now):
    TimelineEntry.objects.create(
        company=case.company, estate=case.estate, case=case, at=now, kind="reopened", actor_name="小李"
    )


def figures(actor, now, narrow=None, name="month"):
    zone = get_current_timezone()
    chosen = period(name, local=now.astimezone(zone))
    return queries.figures_of(actor, narrow or Narrow(), chosen, now=now, zone=zone)


def test_each_list_has_as_many_records_as_the_number_says(world, cast, now):
    one, two = world.case(), world.case(department=cast.security)
    for case, late in ((one, False), (two, True)):
        ended = ago(hours=4) if late else ago(hours=6)
        world.clock(case, "reply", due=ago(hours=5), ended=ended)
        world.clock(case, "finish", due=ago(hours=5), ended=ended)
        world.followup(case, due=ago(hours=2), ended=ended, stars=2 if late else 5)
        reopen(case, now)
    month = figures(cast.supervisor, now).total
    for code in ("response", "finish", "followed", "followed_in_time", "content"):
        rows = records.rows_of(code, cast.supervisor, now=now)
        share = getattr(month, code)
        assert (rows.filter(good=True).count(), rows.count()) == (share.part, share.whole), code
        assert rows.filter(case_department=cast.security.pk).count() == 1
    assert records.rows_of("reopened", cast.supervisor, now=now).count() == 2
    narrowed = figures(cast.supervisor, now, Narrow(department=cast.security.pk)).total
    assert (narrowed.response, narrowed.followed, narrowed.content) == (Share(0, 1), Share(1, 1), Share(0, 1))


def test_arrivals_are_counted_by_the_local_day(world, cast, at, now):
    world.case(opened_at=at("周二 23:59:59"))
    world.case(opened_at=at("周三 0:00"))
    days = figures(cast.supervisor, now, name="week").days
    assert [count for _, (count, _) in sorted(days.items())] == [0, 1, 1]


@pytest.mark.parametrize("name", ["overview", "charts", "quality", "technicians", "firings"])
def test_pages_cost_at_most_twelve_statements(
    name, world, cast, client, django_assert_max_num_queries, acting, now
):
    case = world.case()
    world.followup(case, due=ago(hours=2), ended=ago(hours=1), stars=5)
    client.force_login(cast.headquarters)
    with django_assert_max_num_queries(12):
        page = client.get(reverse(f"overview:{name}"), headers={"hx-request": "true"})
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["charts", "quality"])
def test_a_part_opened_by_its_own_address_is_the_whole_page(name, cast, client):
    client.force_login(cast.supervisor)
    page = client.get(reverse(f"overview:{name}") + "?period=month")
    assert page["Location"] == reverse("overview:overview") + "?period=month"


@pytest.mark.parametrize("code", ["response", "content", "reopened", "complaints", "first_owner", "sampled"])
def test_lists_behind_numbers_cost_at_most_twelve_statements(
    code, world, cast, client, django_assert_max_num_queries
):
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("overview:records", args=[code]) + "?period_from=2026-11-01&good=True")
    assert page.status_code == 200


def test_headquarters_compare_estates(world, cast, client):
    client.force_login(cast.headquarters)
    text = client.get(reverse("overview:overview")).content.decode()
    assert "各项目对比" in text
    assert cast.other_estate.name in text


def test_numbers_link_to_lists_that_count_the_same(world, cast, client, now):
    world.case(next_due_at=now - timedelta(days=400), handler=None)
    world.followup(
        world.case(days_old=5, state="finished", finished_at=now), due=timedelta(days=9), state="due"
    )
    client.force_login(cast.supervisor)
    tiles = client.get(reverse("overview:overview")).context["tiles"]
    for tile in tiles:
        rows = client.get(tile.href).context["list"].rows
        assert rows.count() == tile.count, tile.label


def test_the_desk_does_not_see_it_and_a_wrong_filter_is_all(world, cast, client):
    client.force_login(cast.desk)
    assert client.get(reverse("overview:overview")).status_code == 403
    client.force_login(cast.supervisor)
    address = "?estate=999&department=x&period=custom&first=2026-13-01"
    assert client.get(reverse("overview:overview") + address).status_code == 200
    assert client.get(reverse("overview:records", args=["nonsense"])).status_code == 404


def test_jobs_are_for_those_who_look_after_the_system(cast, client, django_assert_max_num_queries):
    client.force_login(cast.supervisor)
    assert client.get(reverse("overview:jobs")).status_code == 403
    client.force_login(cast.admin)
    worked = SimpleNamespace(job=SimpleNamespace(task_name="cases.end_pauses"))
    failed = SimpleNamespace(job=SimpleNamespace(task_name="mail.send_notices"))
    assert noted(lambda: 3, worked, None) == 3
    with pytest.raises(OSError):
        noted(lambda: (_ for _ in ()).throw(OSError("no route\n13905710001")), failed, None)
    with django_assert_max_num_queries(12):
        text = client.get(reverse("overview:jobs")).content.decode()
    assert "暂停到期的事项恢复计时" in text and "处理 3 项" in text and "每分钟" in text
    assert "OSError: no route" in text and "13905710001" not in text


def test_every_task_has_a_name_for_people():
    from procrastinate.contrib.django import app

    nameless = [name for name in app.tasks if "builtin" not in name and tasks.label(name) == name]
    assert nameless == [], "add them to `labels` in the jobs.py of their app"
    assert tasks.often("20 16 * * *") == "每天 00:20"
