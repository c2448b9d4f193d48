"""A move-in day from the booking to the keys, with what is refused on the way."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from guanjia.directory.people.models import Customer, Occupancy
from guanjia.directory.places.models import Unit
from guanjia.engine.access import system
from guanjia.kernel.errors import Refused, Stale
from guanjia.kernel.time import now as real_now
from guanjia.procedures.move_in.papers import ROOMS
from guanjia.testing.races import at_once
from guanjia.work.cases.models import Case
from guanjia.work.movein import actions, queries
from guanjia.work.movein.models import Batch, Home, Slot
from guanjia.work.movein.rules import average, half_hours

PAPERS = {"who": "owner", "buyer": "王阿姨", "notice_shown": True, "contract_shown": True, "id_shown": True}
FORM = {
    "debit_form": True,
    "clerk_stamped": True,
    "contact_phone": "139",
    "emergency_contact": "王先生",
    "family": 3,
}
PAID = {"fees_paid": True, "months_ahead": 3, "fund_checked": True}
WET = {
    **{f"check_{code}": "good" for code in ROOMS}, "check_bath": "bad", "bad_bath": ["waterproof"],
    "words_bath": "渗水", "meter_water": "0", "meter_power": "5", "result": "findings",
}  # fmt: skip
KEYS = {"key_list": [{"name": "入户门钥匙", "quantity": 5}], "key_left": False, "archive_on": "2026-11-18"}


@pytest.fixture
def opened(acting, cast, settings, tmp_path):
    """王阿姨's home 1501 and her neighbour's 1502; one home in each half hour of the day that `now` lies in."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def opened(now, **more):
        with acting(system(None)):
            ours = {"company": cast.company, "estate": cast.estate}
            unit = Unit.objects.create(
                **ours, building=cast.building, entrance="2", number="1502", key="3-2-1502"
            )
            neighbour = Customer.objects.create(company=cast.company, name="钱先生")
            Occupancy.objects.create(**ours, unit=unit, customer=neighbour)
        day = localdate(now)
        told = {
            "estate": cast.estate, "name": "首批", "starts_on": day, "ends_on": day, "opens": time(0),
            "closes": time(23, 59), "rest": None, "capacity": 1, "buildings": [cast.building],
            "places": {"finance": "3号台"}, "key": "b", **more,
        }  # fmt: skip
        with acting(cast.supervisor):
            batch = actions.open_batch(actor=cast.supervisor, now=now, **told)
            assert actions.open_batch(actor=cast.supervisor, now=now, **told) == batch
            return batch, *Home.objects.filter(batch=batch).order_by("unit__key")

    return opened


def files(*kinds):
    return [(one, SimpleUploadedFile("签字.png", b"\x89PNG\r\n\x1a\nrest", "image/png")) for one in kinds]


def test_half_hours_leave_out_the_rest_and_what_ends_after_closing():
    said = [f"{one:%H:%M}" for one in half_hours(time(11), time(14, 15), (time(12), time(13, 15)))]
    assert said == ["11:00", "11:30", "13:30"]
    assert (average([]), average([timedelta(minutes=2), timedelta(minutes=5)])) == (None, 4)


def test_a_slot_is_booked_once_changed_and_given_back(acting, cast, opened, now):
    batch, ours, theirs = opened(now)
    us = {"actor": cast.desk, "now": now}
    with acting(cast.supervisor), pytest.raises(Refused, match="没有待交付的房屋"):
        actions.open_batch(
            actor=cast.supervisor, now=now, estate=cast.estate, name="二批", starts_on=batch.ends_on,
            ends_on=batch.ends_on, opens=time(9), closes=time(10), rest=None, capacity=1,
            buildings=[cast.building], places={},
        )  # fmt: skip
    with acting(cast.desk):
        first, second, third = queries.slots_for(cast.desk, ours).filter(begins_at__gte=now)[:3]
        past = queries.slots_for(cast.desk, ours)[0]
        with pytest.raises(Refused, match="已经过去"):
            actions.book_slot(home=ours, slot=past, **us)
        actions.book_slot(home=ours, slot=first, **us)
        with pytest.raises(Refused, match=r"已约满，最近的空位：11-18 10:30、11-18 11:00、11-18 11:30"):
            actions.book_slot(home=theirs, slot=first, **us)
        with pytest.raises(Stale, match="刚由同事预约在 11-18 10:00"):
            actions.book_slot(home=ours, slot=second, **us)
        actions.book_slot(home=ours, slot=second, seen=first.pk, **us)
        actions.book_slot(home=theirs, slot=first, **us)
        actions.cancel_booking(home=theirs, **us)
        assert list(Slot.objects.filter(booked=1)) == [second]
        assert [row.state for row in queries.rows_of_day(cast.desk, batch, date(2026, 11, 18), now=now)] == [
            "booked"
        ]
        later = third.begins_at + timedelta(hours=1)
        assert (
            queries.rows_for(cast.desk, [*queries.homes_of(cast.desk, batch)], now=later)[0].state == "late"
        )
    with acting(cast.elsewhere):
        assert not Batch.objects.exists() and not Home.objects.exists() and not Slot.objects.exists()


def test_the_owner_goes_from_station_to_station(client, acting, cast, opened, now):
    _batch, home, _other = opened(now)

    def at(person, station, answers, *kinds):
        with acting(person):
            actions.serve_home(
                actor=person, now=now, home=home, station=station, answers=answers, uploads=files(*kinds), key=station
            )  # fmt: skip

    with acting(cast.desk):
        case = actions.welcome_home(actor=cast.desk, now=now, home=home, key="a")
        assert actions.welcome_home(actor=cast.butler, now=now, home=home, key="b") == case
        with pytest.raises(Refused, match="已经到场"):
            actions.book_slot(actor=cast.desk, now=now, home=home, slot=home.batch.slots.last())
    client.force_login(cast.desk)
    assert reverse("movein:home", args=[home.pk]) in client.get(reverse("cases:case", args=[case.pk])).text
    with pytest.raises(Stale, match="现在不在这一站"):
        at(cast.desk, "keys", KEYS, "keys_signed")
    with pytest.raises(Refused, match="缺身份证件"):
        at(cast.desk, "verify", {**PAPERS, "id_shown": False})
    for _twice in range(2):
        at(cast.desk, "verify", PAPERS)
    with pytest.raises(Stale, match="这一站已由小李办完"):
        at(cast.butler, "verify", PAPERS)
    with acting(cast.desk):
        actions.call_home(actor=cast.desk, now=now, home=home, station="sign")
    with pytest.raises(Stale, match="小李正在为3栋2单元1501办理"):
        at(cast.butler, "sign", FORM, "handbook_signed", "covenant_signed")
    with acting(cast.butler):
        actions.call_home(actor=cast.butler, now=now, home=home, station="sign", take_over=True)
    at(cast.butler, "sign", FORM, "handbook_signed", "covenant_signed")
    at(cast.cashier, "finance", PAID)
    at(cast.technician, "inspect", {**WET, "inspector": cast.technician.pk}, "check_signed", "finding_photos")
    at(cast.desk, "keys", KEYS, "keys_signed")
    with acting(cast.desk):
        (row,) = queries.rows_for(
            cast.desk, queries.homes_of(cast.desk, home.batch).filter(pk=home.pk), now=now
        )
        assert (row.state, Case.objects.filter(procedure="rectification").get().words) == (
            "done",
            "卫生间防水：渗水",
        )
        assert queries.progress(cast.desk, home.batch) == {"total": 2, "booked": 0, "came": 1, "done": 1}


@pytest.mark.django_db(transaction=True)
def test_the_last_place_and_the_first_tablet(acting, cast, opened, now):
    _batch, ours, theirs = opened(now)
    with acting(cast.desk):
        slot = queries.slots_for(cast.desk, ours).filter(begins_at__gt=now)[0]
    both = at_once(
        (cast.desk, lambda: actions.book_slot(actor=cast.desk, now=now, home=ours, slot=slot)),
        (cast.butler, lambda: actions.book_slot(actor=cast.butler, now=now, home=theirs, slot=slot)),
    )
    assert sorted(type(one).__name__ for one in both) == ["Home", "Refused"]
    came = at_once(
        (cast.desk, lambda: actions.welcome_home(actor=cast.desk, now=now, home=ours)),
        (cast.butler, lambda: actions.welcome_home(actor=cast.butler, now=now, home=ours)),
    )
    assert came[0] == came[1]
    told = {"now": now, "home": ours, "station": "verify", "answers": PAPERS}
    both = at_once(
        (cast.desk, lambda: actions.serve_home(actor=cast.desk, **told)),
        (cast.butler, lambda: actions.serve_home(actor=cast.butler, **told)),
    )
    assert sorted(type(one).__name__ for one in both) == ["Case", "Stale"]
    assert "由" in str(next(one for one in both if isinstance(one, Stale)))


def test_pages_cost_little_and_say_what_happened(client, acting, cast, opened, django_assert_max_num_queries):
    now = real_now()
    batch, ours, theirs = opened(now, ends_on=localdate(now) + timedelta(days=1))
    client.force_login(cast.desk)
    with acting(cast.desk):
        slot = queries.slots_for(cast.desk, ours).filter(begins_at__gt=now)[0]
    book = {"slot": slot.pk, "channel": "phone"}
    assert client.post(reverse("movein:book", args=[ours.pk]), book).status_code == 302
    full = client.post(reverse("movein:book", args=[theirs.pk]), book)
    assert full.status_code == 409 and "已约满，最近的空位：" in full.text
    for one in (ours, theirs):
        answer = client.post(reverse("movein:arrive", args=[one.pk]), {"key": "k"}, follow=True)
        assert "已到场，请到核对资料。" in answer.text
    assert client.post(reverse("movein:call", args=[ours.pk, "verify"])).status_code == 302
    serve = reverse("movein:serve", args=[ours.pk, "verify"])
    wrong = client.post(serve, {"who": "owner", "buyer": "路人甲", "notice_shown": "on", "key": "x"})
    assert wrong.status_code == 422
    client.force_login(cast.butler)
    assert "小李正在为这一户办理" in client.get(serve).text
    stale = client.post(serve, {**PAPERS, "key": "y"})
    assert stale.status_code == 409 and "小李正在为3栋2单元1501办理" in stale.text
    client.force_login(cast.desk)
    good = client.post(serve, {**PAPERS, "key": "z"}, follow=True)
    assert "3栋2单元1501已办完，请到签约登记。" in good.text and "钱先生" in good.text
    for name, args in (
        ("list", []), ("day", [batch.pk]), ("board", [batch.pk]), ("homes", [batch.pk]),
        ("station", [batch.pk, "sign"]), ("home", [theirs.pk]), ("serve", [ours.pk, "sign"]),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"movein:{name}", args=args)).status_code == 200, name
    assert "1502" in client.get(reverse("movein:day", args=[batch.pk]), {"q": "钱先生"}).text
    client.force_login(cast.supervisor)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("movein:new")).status_code == 200
    again = {
        "name": "首批", "starts_on": "2026-12-01", "ends_on": "2026-12-01", "opens": "09:00", "closes": "17:00",
        "capacity": 2, "buildings": [cast.building.pk], "rest_from": "13:00", "rest_until": "12:00",
    }  # fmt: skip
    assert "结束要晚于开始" in client.post(reverse("movein:new"), again).text
    assert "已经有“首批”" in client.post(reverse("movein:new"), {**again, "rest_until": "14:00"}).text
