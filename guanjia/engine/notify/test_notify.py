"""Notices: written in one statement, grouped, read, shown only to their person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext

from guanjia.engine.notify.actions import notify, read_all
from guanjia.engine.notify.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(cast, acting, now):
    def tell(*people, text="工单快到时限", **more):
        with acting(cast.supervisor):
            more.setdefault("now", now)
            return notify(to=people or [cast.desk], kind="test", text=text, link="/x/", **more)

    return tell


def mine(cast):
    return list(Notification.objects.filter(staff=cast.desk).order_by("-at", "-id"))


def test_each_person_is_told_once_and_nobody_who_left(tell, cast, acting, django_assert_max_num_queries):
    cast.guard.is_active = False
    with django_assert_max_num_queries(20):
        written = tell(cast.desk, cast.agent, cast.desk, cast.guard)
    assert len(written) == 2


def test_nobody_to_tell(tell, cast, acting, now):
    with acting(cast.supervisor):
        assert notify(to=[], kind="x", text="x", link="", now=now) == []


def test_what_belongs_together_is_one_line_until_it_was_read(tell, cast, acting, now):
    tell(group="case-1")
    tell(group="case-1", text="工单已超时", urgent=True, now=now + timedelta(minutes=1))
    tell(group="case-2")
    with acting(cast.desk):
        grown = next(each for each in mine(cast) if each.group == "case-1")
        assert (grown.text, grown.count, grown.urgent) == ("工单已超时", 2, True)
        assert read_all(actor=cast.desk, now=now) == 2
    tell(group="case-1")
    with acting(cast.desk):
        assert [each.count for each in mine(cast) if each.group == "case-1" and not each.read_at] == [1]


def test_without_a_group_each_is_its_own(tell, cast, acting):
    tell()
    tell()
    with acting(cast.desk):
        assert len(mine(cast)) == 2


def test_the_bell_counts_and_following_a_notice_reads_it(client, tell, cast):
    tell()
    (pk,) = tell(text="请看这一条")
    client.force_login(cast.desk)
    assert ">2</span>" in client.get(reverse("notify:badge")).content.decode()
    assert "请看这一条" in client.get(reverse("notify:list")).content.decode()
    assert client.get(reverse("notify:open", args=[pk])).headers["Location"] == "/x/"
    assert ">1</span>" in client.get(reverse("notify:badge")).content.decode()
    assert "请看这一条" not in client.get(reverse("notify:list"), {"unread": 1}).content.decode()
    client.post(reverse("notify:read_all"))
    assert "hidden" in client.get(reverse("notify:badge")).content.decode()


def test_somebody_elses_notice_does_not_exist(client, tell, cast):
    (pk,) = tell()
    for person in (cast.agent, cast.outsider):
        client.force_login(person)
        assert client.get(reverse("notify:open", args=[pk])).status_code == 404
        assert "工单快到时限" not in client.get(reverse("notify:list")).content.decode()


def test_older_ones_come_page_by_page(client, tell, cast, now, django_assert_max_num_queries):
    for each in range(55):
        tell(text=f"第{each}条", now=now + timedelta(seconds=each % 7))
    client.force_login(cast.desk)
    first = client.get(reverse("notify:list"))
    with django_assert_max_num_queries(12):
        second = client.get(reverse("notify:list"), {"after": first.context["page"].after})
    seen = [each.pk for page in (first, second) for each in page.context["page"].rows]
    assert len(seen) == len(set(seen)) == 55
    assert client.get(reverse("notify:list"), {"after": "junk"}).status_code == 200


def test_everybody_reads_it_in_his_language(tell, cast, acting):
    cast.agent.language = "en"
    tell(cast.desk, cast.agent, text=lambda: gettext("通知"))
    with acting(cast.supervisor):
        said = dict(Notification.objects.values_list("staff__login", "text"))
    assert said == {"desk": "通知", "agent": "Notices"}
