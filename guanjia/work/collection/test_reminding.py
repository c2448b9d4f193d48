"""Reminders: who gets one, who does not and why, once, and never before the due day of the estate."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, transaction

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases.actions import register_case
from guanjia.work.collection.actions import (
    hand_out,
    mark_told,
    prepare,
    recheck,
    record_contact,
    send_mail,
    start_run,
)
from guanjia.work.collection.conftest import NOW, TODAY
from guanjia.work.collection.models import Dunning, DunningRun
from guanjia.work.collection.planning import preview
from guanjia.work.collection.rules import Level, Stop

pytestmark = pytest.mark.usefixtures("as_system")
ALL = [1, 2, 3, 4]
LONG_AGO = TODAY - timedelta(days=40)


@pytest.fixture
def remind(cast):
    """`remind()` prepares the reminders of 阳光花园 and gives them."""

    def run(now=NOW, levels=ALL):
        asked = start_run(actor=cast.manager, now=now, estate=cast.estate, levels=levels, defer=False)
        prepare(run=asked, now=now)
        return list(Dunning.objects.filter(run=asked))

    return run


@pytest.fixture
def why(cast):
    """What stops 王阿姨's reminder now."""

    def ask(now=NOW):
        stops = preview(cast.estate, now=now).stops
        return next(iter(stops), None)

    return ask


def test_the_first_reminder_is_friendly_however_old_the_debt(cast, bill, remind):
    bill("276.08", TODAY - timedelta(days=400))
    (one,) = remind()
    assert one.level == Level.FRIENDLY
    assert (one.amount, one.place, one.name) == (Decimal("276.08"), "3-2-1501", "王阿姨")
    assert "3-2-1501" in one.text and "0571-88001234" in one.text and "/q/pay/" in one.text


def test_levels_follow_one_another_and_stop_at_the_last(bill, remind):
    bill("276.08", TODAY - timedelta(days=400))
    had = [[one.level for one in remind(NOW + timedelta(days=8 * at))] for at in range(5)]
    assert had == [[1], [2], [3], [4], []]


def test_nothing_is_said_before_the_days_of_the_level(cast, bill, why):
    bill("276.08", TODAY - timedelta(days=2))
    assert why() is Stop.EARLY


@pytest.mark.parametrize(("moment", "told"), [("2026-11-18T23:30", 0), ("2026-11-19T00:30", 1)])
def test_never_overdue_before_the_due_day_of_the_estate_has_passed(cast, bill, rule, moment, told):
    """Field failure: "overdue" was sent before due, because days were counted in UTC."""
    rule("collection.friendly_days", 1)
    bill("276.08", date(2026, 11, 18))
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    assert preview(cast.estate, now=now + timedelta(days=0)).due == told


def test_an_open_complaint_stops_it(cast, bill, why, acting):
    bill("276.08", LONG_AGO)
    register_case(
        actor=cast.desk, now=NOW, estate=cast.estate, procedure="complaint", words="电梯老坏", unit=cast.unit
    )
    assert why() is Stop.COMPLAINT


def test_a_running_promise_stops_it_until_its_day_is_over(cast, bill, why, wang):
    bill("276.08", LONG_AGO)
    record_contact(
        actor=cast.butler,
        now=NOW,
        whom=wang,
        result="promised",
        amount=Decimal(276),
        on=TODAY + timedelta(days=2),
    )
    assert why() is Stop.PROMISE
    assert preview(cast.estate, now=NOW + timedelta(days=3)).due == 1


def test_key_customers_and_those_in_hardship_are_spared(cast, bill, why):
    bill("276.08", LONG_AGO)
    cast.owner.is_key = True
    cast.owner.save()
    assert why() is Stop.SPARED
    cast.owner.is_key, cast.owner.tags = False, ["困难户"]
    cast.owner.save()
    assert why() is Stop.SPARED


def test_nobody_is_reminded_twice_within_the_pause(bill, remind, why):
    bill("276.08", LONG_AGO)
    remind()
    assert why(NOW + timedelta(days=6)) is Stop.RECENT
    assert [one.level for one in remind(NOW + timedelta(days=7))] == [Level.SECOND]


def test_small_sums_are_not_worth_a_letter(bill, why):
    bill("9.99", LONG_AGO)
    assert why() is Stop.SMALL


def test_who_paid_meanwhile_gets_no_letter(cast, bill, pay, remind):
    charge = bill("276.08", LONG_AGO)
    (one,) = remind()
    pay(charge, "276.08")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("skipped", "paid")


def test_it_is_checked_again_when_it_goes_out(cast, bill, pay, remind):
    charge = bill("276.08", LONG_AGO)
    (one,) = remind()
    pay(charge, "76.08")
    assert recheck(run=one.run, ways=[one.way], now=NOW) == 1
    one.refresh_from_db()
    assert (one.state, one.reason) == ("skipped", "changed")


def test_preparing_again_writes_nothing_twice(bill, remind, cast):
    bill("276.08", LONG_AGO)
    remind()
    run = DunningRun.objects.get()
    DunningRun.objects.update(state="working")
    prepare(run=run, now=NOW)
    assert remind() == []
    assert Dunning.objects.count() == 1


def test_mail_goes_to_the_address_and_only_once(cast, bill, remind):
    cast.owner.email = "wang@example.com"
    cast.owner.save()
    bill("276.08", LONG_AGO)
    (one,) = remind()
    assert (one.way, one.address) == ("mail", "wang@example.com")
    assert [send_mail(run=one.run, now=NOW), send_mail(run=one.run, now=NOW)] == [1, 0]
    assert "276.08" in mail.outbox[0].body


def test_without_an_address_the_text_is_sent_by_hand(cast, bill, remind):
    bill("276.08", LONG_AGO)
    (one,) = remind()
    assert one.way == "text"
    assert mark_told(actor=cast.butler, now=NOW, dunning=one).state == "sent"


def test_letters_are_marked_as_printed(cast, bill, remind, rule):
    rule("collection.friendly_way", "letter")
    bill("276.08", LONG_AGO)
    (one,) = remind()
    assert hand_out(actor=cast.manager, now=NOW, run=one.run) == 1
    with pytest.raises(Refused):
        hand_out(actor=cast.manager, now=NOW, run=one.run)


def test_the_desk_may_not_plan_reminders(cast):
    with pytest.raises(Forbidden):
        start_run(actor=cast.desk, now=NOW, estate=cast.estate, levels=ALL)


def test_two_estates_with_rooms_of_the_same_name_keep_apart(cast, bill, remind):
    bill("276.08", LONG_AGO)
    assert preview(cast.other_estate, now=NOW).due == 0
    assert len(remind()) == 1


def test_dunning_over_twelve_thousand_bills(cast, street, remind, django_assert_max_num_queries):
    """Field failure: dunning stopped above 12,000 bills. One run, a steady number of statements for each thousand."""
    street(1_001, LONG_AGO, bills=12)
    with django_assert_max_num_queries(60):
        remind()
    assert Dunning.objects.count() == 1_001
    assert sum(one.amount for one in Dunning.objects.all()) == 12_012 * Decimal("276.08")


@pytest.mark.django_db(transaction=True)
def test_two_people_preparing_at_once_remind_once(cast, street):
    street(50, LONG_AGO)
    gate = Barrier(2)
    runs = [start_run(actor=who, now=NOW, estate=cast.estate, levels=ALL, defer=False)
            for who in (cast.manager, cast.accountant)]  # fmt: skip

    def work(run):
        gate.wait(timeout=20)
        prepare(run=run, now=NOW)
        connection.close()

    threads = [Thread(target=work, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    with acting_as(system(None)), transaction.atomic():
        assert Dunning.objects.count() == 50
        assert set(DunningRun.objects.values_list("state", flat=True)) == {"ready"}
