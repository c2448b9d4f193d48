"""Signing in, being locked out, first passwords, sessions."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from guanjia.directory.team import actions
from guanjia.directory.team.models import SignInAttempt, StaffSession
from guanjia.directory.team.rules import LOCKED_FOR, LOGIN_FAILURES, locked_until, new_password, pinyin_of
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.testing.cast import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, login="desk", password=PASSWORD, **more):
    return client.post(reverse("team:login"), {"login": login, "password": password, **more})


def test_the_right_password_opens_the_door_and_goes_where_one_wanted(client, cast):
    answer = sign_in(client, next="/account/")
    assert answer.headers["Location"] == "/account/"
    session = StaffSession.objects.get(staff=cast.desk)
    assert session.address == "127.0.0.1"
    assert SignInAttempt.objects.get().ok


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_next_stays_here(client, cast, away):
    assert sign_in(client, next=away).headers["Location"] == "/home/"


def test_wrong_and_unknown_say_the_same(client, cast):
    wrong, unknown = sign_in(client, password="x"), sign_in(client, login="nobody", password="x")
    assert wrong.status_code == unknown.status_code == 403
    for answer in (wrong, unknown):
        assert "登录名或密码不对" in answer.content.decode()


def test_people_who_left_do_not_get_in(client, cast):
    cast.desk.is_active = False
    cast.desk.save()
    told = sign_in(client)
    assert (told.status_code, "已停用" in told.content.decode()) == (403, True)


def test_five_failures_lock_the_name_even_for_the_right_password(client, cast):
    for _each in range(LOGIN_FAILURES):
        sign_in(client, password="x")
    assert "失败次数太多" in sign_in(client).content.decode()
    assert SignInAttempt.objects.count() == LOGIN_FAILURES
    assert sign_in(Client(), login="agent").status_code == 302
    with time.shifted(LOCKED_FOR + timedelta(seconds=1)):
        assert sign_in(client).status_code == 302


def test_one_address_cannot_try_many_names(client, cast):
    for each in range(30):
        sign_in(client, login=f"guess{each}", password="x")
    assert "失败次数太多" in sign_in(client).content.decode()
    elsewhere = Client(REMOTE_ADDR="10.1.1.1")
    assert sign_in(elsewhere).status_code == 302


def test_a_reset_password_unlocks_and_must_be_changed_before_the_door_opens(client, cast, acting):
    for _each in range(LOGIN_FAILURES):
        sign_in(client, password="x")
    with acting(cast.admin):
        given = actions.reset_password(actor=cast.admin, now=time.now(), staff=cast.desk)
    assert "设定新密码" in sign_in(client, password=given).content.decode()
    assert client.get(reverse("team:account")).status_code == 302, "not in yet"
    change = reverse("team:first_password")
    weak = client.post(change, {"new1": "1234567890", "new2": "1234567890"})
    assert "field-error" in weak.content.decode()
    differs = client.post(change, {"new1": "red-boat-7-lake", "new2": "red-boat-8-lake"})
    assert "两次输入的密码不一样" in differs.content.decode()
    assert client.post(change, {"new1": "red-boat-7-lake", "new2": "red-boat-7-lake"}).status_code == 302
    assert client.get(reverse("team:account")).status_code == 200
    assert sign_in(Client(), password="red-boat-7-lake").status_code == 302


def test_a_given_password_that_was_changed_opens_no_second_browser(client, cast, acting):
    """Whoever knew the given password and waited with it before the form has nothing any more."""
    with acting(cast.admin):
        given = actions.reset_password(actor=cast.admin, now=time.now(), staff=cast.desk)
    thief, change = Client(), reverse("team:first_password")
    sign_in(thief, password=given)
    sign_in(client, password=given)
    assert client.post(change, {"new1": "red-boat-7-lake", "new2": "red-boat-7-lake"}).status_code == 302
    late = thief.post(change, {"new1": "blue-car-9-hill", "new2": "blue-car-9-hill"})
    assert late.status_code == 302 and late["Location"] == reverse("team:login")
    assert sign_in(Client(), password="red-boat-7-lake").status_code == 302


def test_changing_the_password_signs_the_other_browsers_out(client, cast):
    other = Client()
    sign_in(client)
    sign_in(other)
    answer = client.post(
        reverse("team:password"), {"old": PASSWORD, "new1": "red-boat-7-lake", "new2": "red-boat-7-lake"}
    )
    assert answer.status_code == 302
    assert client.get(reverse("team:account")).status_code == 200
    assert other.get(reverse("team:account")).status_code == 302


def test_one_browser_is_signed_out_from_another_without_its_key_being_shown(client, cast):
    other = Client()
    sign_in(client)
    sign_in(other)
    page = client.get(reverse("team:account"))
    assert other.session.session_key not in page.content.decode()
    public = next(
        public for public, each in page.context["sessions"] if each.session_key == other.session.session_key
    )
    client.post(reverse("team:end_session", args=[public]))
    assert other.get(reverse("team:account")).status_code == 302
    assert client.post(reverse("team:end_session", args=["0" * 20])).status_code == 404


def test_a_stranger_cannot_end_somebodys_session(client, cast):
    other = Client()
    sign_in(client, login="agent")
    sign_in(other)
    page = other.get(reverse("team:account"))
    public = page.context["sessions"][0][0]
    assert client.post(reverse("team:end_session", args=[public])).status_code == 404
    assert other.get(reverse("team:account")).status_code == 200


def test_the_language_is_remembered_with_the_person(client, cast):
    sign_in(client)
    client.post(reverse("team:language"), {"language": "en"})
    cast.desk.refresh_from_db()
    assert cast.desk.language == "en"
    fresh = Client()
    assert sign_in(fresh).cookies["django_language"].value == "en"
    client.post(reverse("team:language"), {"language": "xx"})
    cast.desk.refresh_from_db()
    assert cast.desk.language == "en"


def test_the_lock_runs_from_the_last_failure(now):
    failures = [now - timedelta(minutes=each) for each in range(5)]
    assert locked_until(failures, allowed=5, now=now) == now + LOCKED_FOR
    assert locked_until(failures[:4], allowed=5, now=now) is None
    slow = [now - timedelta(minutes=4 * each) for each in range(5)]
    assert locked_until(slow, allowed=5, now=now) is None
    assert locked_until(failures, allowed=5, now=now + LOCKED_FOR) is None


def test_made_up_passwords_can_be_read_out():
    assert len({new_password() for _each in range(50)}) == 50
    assert not set(new_password()) & set("0o1li")


def test_pinyin():
    assert pinyin_of("张三") == "zhangsan zs"


def test_the_password_is_never_the_old_one(cast, acting):
    with acting(cast.desk), pytest.raises(Refused, match="不能和原来的一样"):
        actions.change_password(staff=cast.desk, now=time.now(), new=PASSWORD)
