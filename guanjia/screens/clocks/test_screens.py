"""Settings of deadlines, as the administrator uses them, and as others may not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from guanjia.directory.places.models import Branch, Estate
from guanjia.directory.team.roles import ADMINISTRATOR
from guanjia.engine.clock import actions
from guanjia.engine.clock.models import Calendar, ClockMigration, ClockPolicy
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.clock.sweepers import SweepRun
from guanjia.engine.clock.targets import WORKDAYS, Target

HOUR = 3600


@pytest.fixture
def shipped(cast, as_system, now):
    actions.ensure_shipped(company_id=cast.company.pk, now=now)
    return cast.company


@pytest.fixture
def admin(client, cast, shipped):
    client.force_login(cast.admin)
    return client


def typed(page) -> dict[str, str]:
    """What the first form of the page would send if nothing were changed."""
    form = page.context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def calendar_of(company) -> Calendar:
    return Calendar.objects.get(company=company, code=WORKDAYS)


def test_the_list_shows_both_kinds(admin):
    page = admin.get(reverse("clocks:list"))
    assert page.status_code == 200
    for text in ("工作日历", "服务时间", "通用时限"):
        assert text in page.content.decode()


def test_saving_a_calendar_is_a_new_version(admin, shipped):
    calendar = calendar_of(shipped)
    url = reverse("clocks:calendar", args=[calendar.pk]) + "?year=2026"
    page = admin.get(url)
    answer = admin.post(url, {**typed(page), "day5": "9:00-12:00", "verb": "save"})
    assert answer.status_code == 302
    calendar.refresh_from_db()
    assert calendar.current.number == 2
    assert calendar.current.hours["weekly"][5] == [[9 * HOUR, 12 * HOUR]]
    assert "2026-10-01" in calendar.current.hours["overrides"]
    stale = admin.post(url, {**typed(page), "verb": "save"})
    assert "刚被别人改过" in stale.content.decode()


def test_holidays_are_filled_in_but_not_saved(admin, shipped):
    calendar = calendar_of(shipped)
    url = reverse("clocks:calendar", args=[calendar.pk]) + "?year=2025"
    answer = admin.post(url, {**typed(admin.get(url)), "overrides": "", "verb": "holidays"})
    assert "2025-10-01 休 国庆" in answer.content.decode()
    calendar.refresh_from_db()
    assert calendar.current.number == 1


def test_wrong_hours_are_told_next_to_the_field(admin, shipped):
    url = reverse("clocks:calendar", args=[calendar_of(shipped).pk])
    answer = admin.post(url, {**typed(admin.get(url)), "day0": "从早到晚", "verb": "save"})
    assert answer.context["form"].errors["day0"]
    answer = admin.post(url, {**typed(admin.get(url)), "overrides": "1999-01-01 休", "verb": "save"})
    assert answer.context["form"].errors["overrides"]


def policy_data(page, **changes) -> dict[str, str]:
    lines = page.context["lines"]
    data = {field.html_name: field.value() for field in lines.management_form} | {
        "seen": page.context["policy"].current.number
    }
    for form in lines.initial_forms:
        for field in form:
            if (value := field.value()) not in (None, False):
                data[field.html_name] = value
    return data | changes


def test_saving_a_policy_is_a_new_version_and_reads_back_the_same(admin, shipped):
    policy = ClockPolicy.objects.get(company=shipped, code="common")
    url = reverse("clocks:policy", args=[policy.pk])
    before = policy.current.parsed
    answer = admin.post(url, policy_data(admin.get(url), **{"form-0-amount": "3"}))
    assert answer.status_code == 302, answer.context["lines"].errors
    policy.refresh_from_db()
    after = policy.current.parsed
    assert (policy.current.number, after[0].targets["reply"].seconds) == (2, 3 * HOUR)
    assert after[0].targets["reply"].levels == before[0].targets["reply"].levels
    assert [rule.targets for rule in after[1:]] == [
        {metric: target} for rule in before[1:] for metric, target in rule.targets.items()
    ]


def test_a_new_policy_of_an_estate_begins_as_a_copy(admin, shipped, cast):
    data = {"code": "common", "name": "阳光花园时限", "at": f"estate-{cast.estate.pk}"}
    answer = admin.post(reverse("clocks:new_policy"), data)
    assert answer.status_code == 302
    mine = ClockPolicy.objects.get(estate=cast.estate)
    assert (
        mine.current.rules
        == ClockPolicy.objects.get(company=shipped, estate=None, code="common").current.rules
    )
    assert "已有" in admin.post(reverse("clocks:new_policy"), data).content.decode()


def test_the_list_says_from_where_each_place_has_its_own(admin, shipped, cast, as_system):
    branch = Branch.objects.create(company=shipped, name="杭州区域")
    Estate.objects.filter(pk=cast.estate.pk).update(branch=branch)
    at = {"at": f"branch-{branch.pk}"}
    page = admin.get(reverse("clocks:list"), at).text
    assert "沿用：全公司" in page
    link = f"{reverse('clocks:new_policy')}?at={at['at']}&amp;code=common"
    assert link in page
    assert admin.get(reverse("clocks:new_policy"), {**at, "code": "common"}).context["form"]["code"].value()
    made = admin.post(reverse("clocks:new_policy"), {**at, "code": "common", "name": "杭州时限"})
    assert made.status_code == 302
    assert "优先于“全公司”的 v1" in admin.get(made["Location"]).text
    page = admin.get(reverse("clocks:list"), {"at": f"estate-{cast.estate.pk}"}).text
    assert "杭州时限" in page
    assert "沿用：杭州区域" in page
    assert "杭州时限" not in admin.get(reverse("clocks:list"), {"at": f"estate-{cast.other_estate.pk}"}).text
    with translation.override("en"):
        admin.cookies["django_language"] = "en"
        assert "Inherited" in admin.get(reverse("clocks:list"), {"at": f"estate-{cast.estate.pk}"}).text


def test_a_branch_inherits_again(admin, shipped, cast, as_system):
    branch = Branch.objects.create(company=shipped, name="杭州区域")
    data = {"code": "common", "name": "杭州时限", "at": f"branch-{branch.pk}"}
    admin.post(reverse("clocks:new_policy"), data)
    mine = ClockPolicy.objects.get(branch=branch)
    company = ClockPolicy.objects.get(company=shipped, code="common", branch=None, estate=None)
    for policy, status in ((mine, 302), (company, 409)):
        assert admin.post(reverse("clocks:withdraw_policy", args=[policy.pk])).status_code == status
        policy.refresh_from_db()
    assert (mine.current, company.current.number) == (None, 1)
    assert admin.post(reverse("clocks:new_policy"), data).status_code == 302
    mine.refresh_from_db()
    assert mine.current.number == 2


def test_topics_are_ticked_and_what_else_is_written(admin, shipped):
    policy = ClockPolicy.objects.get(company=shipped, code="common")
    url = reverse("clocks:policy", args=[policy.pk])
    page = admin.get(url)
    said = policy_data(page, **{"form-0-topic": ["lift", "gas"], "form-0-other": "class=1，2"})
    assert admin.post(url, said).status_code == 302
    policy.refresh_from_db()
    when = policy.current.parsed[0].when
    assert (when["topic"], when["class"]) == (("lift", "gas"), ("1", "2"))
    first = admin.get(url).context["lines"].initial_forms[0]
    assert (first["topic"].value(), first["other"].value()) == (["lift", "gas"], "class=1,2")
    wrong = admin.post(url, policy_data(admin.get(url), **{"form-0-other": "class"}))
    assert "请写成 名称=取值" in wrong.text


def test_one_estate_may_look_at_the_branch_but_not_change_it(client, shipped, cast, as_system, now):
    branch = Branch.objects.create(company=shipped, name="杭州区域")
    Estate.objects.filter(pk=cast.estate.pk).update(branch=branch)
    of_branch = actions.create_policy(
        actor=cast.admin, now=now, code="common", name="杭州时限", rules=[], branch=branch
    )
    cast.manager.roles = [ADMINISTRATOR]
    cast.manager.save()
    client.force_login(cast.manager)
    url = reverse("clocks:policy", args=[of_branch.pk])
    page = client.get(url)
    assert "由负责全部项目的人修改" in page.text
    assert "保存为新版本" not in page.text
    assert "由负责全部项目的人修改" in client.post(url, policy_data(page)).context["wrong"]
    assert client.post(reverse("clocks:migrate_policy", args=[of_branch.pk])).status_code == 403
    assert client.post(reverse("clocks:withdraw_policy", args=[of_branch.pk])).status_code == 403
    refused = {"code": "common", "name": "自己的", "at": f"branch-{branch.pk}"}
    assert client.post(reverse("clocks:new_policy"), refused).context["form"].errors["at"]
    mine = {**refused, "at": f"estate-{cast.estate.pk}"}
    assert client.post(reverse("clocks:new_policy"), mine).status_code == 302


def test_a_new_calendar(admin, shipped):
    answer = admin.post(reverse("clocks:new_calendar"), {"code": "night", "name": "夜班", "at": "company"})
    assert answer.status_code == 302
    assert Calendar.objects.get(code="night").current.number == 1


def test_open_clocks_move_to_the_new_version(admin, shipped, cast, now, at):
    clock = actions.start_clock(
        subject=cast.building,
        metric="finish",
        target=Target(workdays=1),
        actor=cast.desk,
        now=at("周五 16:00"),
    )
    ended = actions.start_clock(
        subject=cast.zone, metric="finish", target=Target(workdays=1), actor=cast.desk, now=at("周五 16:00")
    )
    actions.meet_clock(subject=cast.zone, metric="finish", actor=cast.desk, now=at("周五 17:00"))
    calendar = calendar_of(shipped)
    url = reverse("clocks:calendar", args=[calendar.pk])
    admin.post(url, {**typed(admin.get(url)), "day5": "9:00-18:00", "verb": "save"})
    page = admin.get(reverse("clocks:migrate_calendar", args=[calendar.pk]))
    assert page.context["preview"].total == 1
    assert admin.post(reverse("clocks:migrate_calendar", args=[calendar.pk])).status_code == 302
    migration = ClockMigration.objects.get()
    while actions.migrate_next_clocks(migration_id=migration.pk, now=at("周五 17:00")):
        pass
    clock.refresh_from_db()
    ended.refresh_from_db()
    calendar.refresh_from_db()
    assert (clock.calendar_version, clock.due_at) == (calendar.current, at("周六 15:00"))
    assert ended.calendar_version.number == 1
    migration.refresh_from_db()
    assert (migration.done, migration.ended_at is not None) == (1, True)


def test_a_new_policy_moves_its_clocks(admin, shipped, cast, at):
    (clock,) = actions.start_clocks_for(
        subject=cast.building,
        facts={"urgency": "urgent"},
        metrics=["reply"],
        actor=cast.desk,
        now=at("周三 10:00"),
    )
    policy = ClockPolicy.objects.get(company=shipped, code="common")
    url = reverse("clocks:policy", args=[policy.pk])
    admin.post(url, policy_data(admin.get(url), **{"form-1-amount": "5"}))
    admin.post(reverse("clocks:migrate_policy", args=[policy.pk]))
    while actions.migrate_next_clocks(migration_id=ClockMigration.objects.get().pk, now=at("周三 11:00")):
        pass
    clock.refresh_from_db()
    assert (clock.due_at, clock.policy_version.number) == (at("周三 15:00"), 2)


def test_the_watch_page_shows_sweeps_and_pauses(client, shipped, cast, now):
    target = Target(HOUR, pauses=("parts",))
    actions.start_clock(subject=cast.building, metric="finish", target=target, actor=cast.desk, now=now)
    actions.pause_clocks(subject=cast.building, reason="parts", actor=cast.desk, now=now)
    actions.resume_clocks(
        subject=cast.building, reason="parts", actor=cast.desk, now=now + timedelta(hours=2)
    )
    sweep(now=now + timedelta(days=1), sweeper="worker-7")
    assert SweepRun.objects.count() == 1
    client.force_login(cast.supervisor)
    page = client.get(reverse("clocks:watch"))
    assert page.status_code == 200
    for text in ("worker-7", "等配件"):
        assert text in page.content.decode()


@pytest.mark.parametrize("name", ["list", "new_calendar", "new_policy"])
def test_the_desk_may_not(client, cast, shipped, name):
    client.force_login(cast.desk)
    assert client.get(reverse(f"clocks:{name}")).status_code == 403


def test_a_stranger_finds_nothing(client, cast, shipped):
    client.force_login(cast.admin)
    calendar = calendar_of(shipped)
    cast.admin.company = cast.other_company
    cast.admin.save()
    assert client.get(reverse("clocks:calendar", args=[calendar.pk])).status_code == 404


def test_pages_cost_few_statements(admin, shipped, django_assert_max_num_queries):
    policy = ClockPolicy.objects.get(company=shipped, code="common")
    for url in (
        reverse("clocks:list"),
        reverse("clocks:calendar", args=[calendar_of(shipped).pk]),
        reverse("clocks:policy", args=[policy.pk]),
    ):
        with django_assert_max_num_queries(12):
            assert admin.get(url).status_code == 200
