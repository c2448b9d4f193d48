"""The front desk as 小李 uses it: a morning from the first ticket to the last visitor."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.kernel.time import now
from guanjia.work.cases.models import Case
from guanjia.work.counter.actions import take_ticket
from guanjia.work.counter.models import Appointment, Ticket, Visit

HOME = reverse("counter:home")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client, cast, acting):
    with acting(system(None)):
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    with acting(cast.desk):
        values = {"tag": "A-01", "kind": "entrusted", "place": "A柜-1", "unit": cast.unit}
        add_record(register=find("keys"), actor=cast.desk, now=now(), estate=cast.estate, values=values)
    client.force_login(cast.desk)
    return cast


def shown(client, address=HOME, **more):
    return client.get(address, **more).content.decode()


def test_one_walk_in_from_number_to_done(client, desk, acting, django_assert_max_num_queries):
    assert client.post(reverse("counter:take"), {"what": " "}).status_code == 302
    assert "请写明要办什么" in shown(client)
    client.post(reverse("counter:take"), {"what": "借钥匙", "who": "3-2-1501", "key": "k1"})
    printed = client.post(
        reverse("counter:take"), {"what": "交费", "who": "赵先生", "print": "1"}, follow=True
    )
    assert "前面还有 1 位" in printed.content.decode() and "002" in printed.content.decode()
    assert "赵先生" not in shown(client, reverse("counter:board"))
    with django_assert_max_num_queries(12):
        assert "下一位 001 号：借钥匙" in shown(client)

    client.post(reverse("counter:call"), {"window": "2", "key": "c1"})
    client.post(reverse("counter:call"), {"window": "2"})
    assert "001 号还在您的窗口" in shown(client)
    with acting(desk.desk):
        ticket = Ticket.objects.get(number=1)
    assert ticket.unit_id == desk.unit.pk and "到 2 号窗口" in shown(client, reverse("counter:board"))
    chosen = {"customer": desk.owner.pk, "unit": desk.unit.pk, "caller_name": ""}
    asked = client.post(reverse("counter:who", args=[ticket.pk]), chosen, headers=HTMX).content.decode()
    begun = f"procedure=keys&amp;channel=counter&amp;ticket={ticket.pk}&amp;customer={desk.owner.pk}"
    assert f"{begun}&amp;unit={desk.unit.pk}" in asked and "A-01" in asked
    with django_assert_max_num_queries(12):
        found = shown(client, reverse("counter:asks"), data={"q": "A-01"}, headers=HTMX)
    assert "A-01" in found and reverse("registers:index") + "keys/" in found
    assert "没有找到" in shown(client, reverse("counter:asks"), data={"q": "zzz"}, headers=HTMX)

    bench = shown(
        client, f"{reverse('desk:bench')}?procedure=consultation&channel=counter&ticket={ticket.pk}"
    )
    assert f'name="ticket" value="{ticket.pk}"' in bench
    matter = {
        "procedure": "consultation", "estate": desk.estate.pk, "words": "装修要什么手续", "topic": "other",
        "urgency": "ordinary", "severity": "ordinary", "channel": "counter", "ticket": ticket.pk, "key": "m1",
    }  # fmt: skip
    saved = client.post(reverse("desk:register"), matter, headers=HTMX).content.decode()
    assert "回前台接待 001 号" in saved
    with acting(desk.desk):
        assert ticket.matters.get().case == Case.objects.get()
    with django_assert_max_num_queries(12):
        assert "本次登记的事项" in shown(client)
    client.post(reverse("counter:again", args=[ticket.pk]))
    client.post(reverse("counter:finish", args=[ticket.pk]))
    assert "今天办结 1 位" in shown(client)
    client.post(reverse("counter:finish", args=[ticket.pk]))
    assert "已经办完或离开" in shown(client)
    with acting(desk.agent):
        other = take_ticket(actor=desk.agent, now=now(), estate=desk.estate, what="报修")
    part = shown(client, f"{HOME}?part=queue", headers=HTMX)
    assert "003" in part and "<html" not in part
    client.post(reverse("counter:leave", args=[other.pk]))
    assert "未办离开 1 位" in shown(client)


def test_appointments_and_visitors(client, desk, acting):
    tomorrow = (now() + timedelta(days=1)).date()
    book = f"{reverse('counter:book')}?day={tomorrow}"
    form = client.get(book)
    [*offered] = form.context["form"].fields["at"].choices
    said = {
        "name": "钱女士",
        "phone": "13905710009",
        "what": "装修申请",
        "at": offered[0][0],
        "clerk": desk.desk.pk,
    }
    assert "没有这个房号" in client.post(book, said | {"room": "9-9-9999"}).content.decode()
    assert client.post(book, said | {"room": "3-2-1501"}).status_code == 302
    assert "已有预约" in client.post(book, said).content.decode()
    with acting(desk.desk):
        kept = Appointment.objects.get()
    client.post(reverse("counter:arrive", args=[kept.pk]))
    page = shown(client)
    assert "不是今天的" in page and "13905710009" not in page
    assert shown_number(client, kept) == "13905710009"
    client.post(reverse("counter:cancel", args=[kept.pk]), {"why": "改天"})

    visit = {
        "name": "李四",
        "kind": "media",
        "people": "3",
        "whom": "陈经理",
        "document": "work",
        "badge": "F-1",
    }
    assert client.post(reverse("counter:log"), visit | {"document_tail": "A-778899"}).status_code == 302
    assert "没有收回" in client.post(reverse("counter:log"), visit).content.decode()
    with acting(desk.desk):
        inside = Visit.objects.get()
    assert inside.document_tail == "8899" and '在内访客 <span class="quiet">3' in shown(client)
    for _twice in range(2):
        client.post(reverse("counter:out", args=[inside.pk]))
    assert "李四已登记离开" in shown(client)
    assert "A-778899" not in shown(client, reverse("counter:visits")) and "8899" in shown(
        client, reverse("counter:visits")
    )


def shown_number(client, kept):
    return client.post(reverse("counter:number", args=[kept.pk])).content.decode()
