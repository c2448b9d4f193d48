"""Two people publish the same month at the same moment, over two connections."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing.cast import assemble
from guanjia.work.billing import actions, running
from guanjia.work.billing.conftest import Office
from guanjia.work.billing.models import BillingRun
from guanjia.work.ledger.models import Charge


@pytest.fixture
def office(transactional_db) -> Office:
    with acting_as(system(None)):
        return Office(assemble())


def at_once(*commands):
    """Run the commands at the same moment; what each refused."""
    start, results = Barrier(len(commands)), [None] * len(commands)

    def run(number, command):
        try:
            start.wait()
            command()
        except Refused as no:
            results[number] = no.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_runs_of_one_month_published_at_once_bill_once(office):
    """Field failure: double charge by running concurrently."""
    with acting_as(system(None)):
        fee = office.fee()
        runs = [office.draft(fee), office.draft(fee)]
        for run in runs:
            actions.publish_run(actor=office.cast.accountant, now=office.now, run=run, defer=False)
    at_once(*(lambda run=run: running.publish(run.pk, now=office.now) for run in runs))
    with acting_as(system(None)):
        assert Charge.objects.count() == 1
        assert sorted(BillingRun.objects.values_list("state", flat=True)) == ["drafted", "published"]


def test_one_run_published_by_two_workers_bills_once(office):
    with acting_as(system(None)):
        run = office.draft(office.fee())
        actions.publish_run(actor=office.cast.accountant, now=office.now, run=run, defer=False)
    at_once(*[lambda: running.publish(run.pk, now=office.now)] * 2)
    with acting_as(system(None)):
        assert Charge.objects.count() == 1


def test_one_draft_by_two_workers_has_each_line_once(office):
    with acting_as(system(None)):
        fee, cast = office.fee(), office.cast
        run = actions.start_run(
            actor=cast.accountant,
            now=office.now,
            estate=cast.estate,
            tariffs=[fee],
            start=date(2026, 11, 1),
            defer=False,
        )
    at_once(*[lambda: running.draft(run.pk, now=office.now)] * 2)
    with acting_as(system(None)):
        assert run.lines.count() == 1


def test_two_who_press_publish_ask_once(office):
    with acting_as(system(None)):
        run = office.draft(office.fee())
    cast = office.cast

    def press(who):
        with acting_as(who):
            actions.publish_run(actor=who, now=office.now, run=run, defer=False)

    refused = at_once(lambda: press(cast.accountant), lambda: press(cast.manager))
    assert sorted(map(str, refused)) == ["None", "stale"]
