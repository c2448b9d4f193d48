"""Hiring, appointing, leaving: who may, and what it changes at once."""

import pytest
from django.test import Client
from django.urls import reverse

from guanjia.directory.places.models import Branch, Estate
from guanjia.directory.team import actions, posts
from guanjia.directory.team.models import Appointment, Post, Staff
from guanjia.directory.team.scope import refresh_branch, refresh_scope
from guanjia.engine.audit.models import AuditEntry
from guanjia.kernel.errors import Forbidden, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast, acting):
    with acting(cast.admin):
        yield cast.admin


def hire(admin, now, **more):
    return actions.create_staff(actor=admin, now=now, login="xiaowang", name="小王", **more)


def test_a_new_person_has_a_first_password_and_no_rights(admin, now):
    staff = hire(admin, now)
    assert staff.check_password(staff.first_password)
    assert staff.must_change_password
    assert (staff.roles, staff.estates, staff.everywhere) == ([], [], False)
    assert AuditEntry.objects.get(verb="staff.created").object_id == staff.pk


def test_a_taken_login_is_refused_next_to_its_field(admin, now):
    hire(admin, now)
    with pytest.raises(Refused) as no:
        hire(admin, now)
    assert no.value.field == "login"


def test_the_same_key_hires_once(admin, now):
    assert hire(admin, now, key="k").pk == hire(admin, now, key="k").pk


def test_posts_add_up_and_shrink(admin, now, cast):
    staff, desk, supervisor = (
        hire(admin, now),
        *Post.objects.filter(role__in=["desk", "supervisor"]).order_by("role"),
    )
    first = actions.appoint(actor=admin, now=now, staff=staff, post=desk, estate=cast.estate)
    actions.appoint(actor=admin, now=now, staff=staff, post=supervisor, estate=cast.other_estate)
    staff.refresh_from_db()
    assert (staff.roles, staff.estates) == (
        ["desk", "supervisor"],
        sorted([cast.estate.pk, cast.other_estate.pk]),
    )
    actions.end_appointment(actor=admin, now=now, appointment=first)
    actions.end_appointment(actor=admin, now=now, appointment=first)
    staff.refresh_from_db()
    assert (staff.roles, staff.estates) == (["supervisor"], [cast.other_estate.pk])
    with pytest.raises(Refused):
        actions.appoint(actor=admin, now=now, staff=staff, post=supervisor, estate=cast.other_estate)


def test_a_branch_means_its_estates_also_later_ones(admin, now, cast):
    branch = Branch.objects.create(company=cast.company, name="华东")
    Estate.objects.filter(pk=cast.estate.pk).update(branch=branch)
    staff = hire(admin, now)
    post = Post.objects.get(role="manager")
    actions.appoint(actor=admin, now=now, staff=staff, post=post, branch=branch)
    staff.refresh_from_db()
    assert staff.estates == [cast.estate.pk]
    Estate.objects.filter(pk=cast.other_estate.pk).update(branch=branch)
    refresh_branch(branch.pk)
    staff.refresh_from_db()
    assert staff.estates == sorted([cast.estate.pk, cast.other_estate.pk])


def test_refresh_agrees_with_what_the_cast_was_given(admin, cast):
    for staff in Staff.objects.filter(company=cast.company):
        before = (staff.roles, staff.estates, staff.everywhere)
        refresh_scope(staff)
        assert (staff.roles, staff.estates, staff.everywhere) == before


def test_leaving_ends_posts_and_signs_out_at_once(cast, now, acting):
    browser = Client()
    browser.force_login(cast.desk)
    with acting(cast.admin):
        actions.deactivate(actor=cast.admin, now=now, staff=cast.desk)
        assert not Appointment.objects.filter(staff=cast.desk, ended_at=None).exists()
    cast.desk.refresh_from_db()
    assert (cast.desk.is_active, cast.desk.left_at, cast.desk.estates) == (False, now, [])
    assert browser.get(reverse("team:account")).status_code == 302
    with acting(cast.admin):
        actions.reactivate(actor=cast.admin, now=now, staff=cast.desk)
        with pytest.raises(Refused, match="自己的账号"):
            actions.deactivate(actor=cast.admin, now=now, staff=cast.admin)


def test_others_may_not(cast, now, acting):
    with acting(cast.supervisor), pytest.raises(Forbidden):
        actions.reset_password(actor=cast.supervisor, now=now, staff=cast.desk)
    with acting(cast.manager), pytest.raises(Forbidden):
        hire(cast.manager, now)


def test_a_new_role_of_a_post_holds_at_once(admin, now, cast):
    post = Appointment.objects.get(staff=cast.desk).post
    posts.save_post(actor=admin, now=now, post=post, name=post.name, role="supervisor")
    cast.desk.refresh_from_db()
    assert cast.desk.roles == ["supervisor"]


def test_departments_are_once_per_estate(admin, now, cast):
    posts.save_department(actor=admin, now=now, code="lab", name="化验室", estate=cast.estate)
    with pytest.raises(Refused) as no:
        posts.save_department(actor=admin, now=now, code="lab", name="化验", estate=cast.estate)
    assert no.value.field == "code"


PAGES = ["staff_list", "new_staff", "structure", "new_department", "new_post"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_administrator_and_for_nobody_else(
    client, cast, name, django_assert_max_num_queries
):
    url = reverse(f"team:{name}")
    assert client.get(url).status_code == 302
    client.force_login(cast.admin)
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200
    client.force_login(cast.technician)
    assert client.get(url).status_code == 403


def test_the_whole_round_on_the_pages(client, cast, django_assert_max_num_queries):
    client.force_login(cast.admin)
    slip = client.post(
        reverse("team:new_staff"),
        {"name": "小王", "login": "xw", "order_cap": 5, "skills": ["water"], "key": "1"},
    )
    assert slip.context["password"] in slip.content.decode()
    staff = Staff.objects.get(login="xw")
    page = client.get(reverse("team:staff", args=[staff.pk]))
    post = page.context["form"].fields["post"].queryset.get(role="desk")
    client.post(reverse("team:appoint", args=[staff.pk]), {"post": post.pk, "estate": cast.estate.pk})
    staff.refresh_from_db()
    assert staff.estates == [cast.estate.pk]
    twice = client.post(reverse("team:appoint", args=[staff.pk]), {"post": post.pk, "estate": cast.estate.pk})
    assert "已经担任" in twice.content.decode()
    with django_assert_max_num_queries(12):
        client.get(reverse("team:staff", args=[staff.pk]))
    client.post(reverse("team:edit_staff", args=[staff.pk]), {"name": "王小小", "order_cap": 6})
    staff.refresh_from_db()
    assert (staff.name, staff.pinyin, staff.skills) == ("王小小", "wangxiaoxiao wxx", [])
    assert "登录信息" in client.post(reverse("team:reset_password", args=[staff.pk])).content.decode()
    client.post(reverse("team:leave", args=[staff.pk]))
    staff.refresh_from_db()
    assert not staff.is_active


def test_another_companys_people_do_not_exist(client, cast):
    client.force_login(cast.admin)
    for name in ("staff", "edit_staff"):
        assert client.get(reverse(f"team:{name}", args=[cast.outsider.pk])).status_code == 404
