"""Nobody takes the leak: it warns, breaks its limit, climbs the ladder. And a worker that is killed loses nothing."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from workers import environment, worker

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.clock.models import ClockEvent, Timer
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.notify.models import Notification
from guanjia.kernel import time
from guanjia.testing.leaks import leak
from guanjia.work.cases.models import Case

pytestmark = pytest.mark.browser
MINUTE = timedelta(minutes=1)
LADDER = ("desk", "supervisor", "manager", "headquarters")
# How long to wait, and who has heard of it by then: 80 %, 100 %, four hours more, a working day more.
STAGES = (
    (timedelta(minutes=8, seconds=30), {"desk"}),
    (timedelta(minutes=2), {"desk", "supervisor"}),
    (timedelta(hours=4), {"desk", "supervisor", "manager"}),
    (timedelta(days=5), {"desk", "supervisor", "manager", "headquarters"}),
)


def bell(page) -> int:
    count = page.locator(".bell-count").first
    return 0 if count.is_hidden() else int(count.inner_text().rstrip("+"))


def test_an_order_that_nobody_takes_climbs_the_ladder(house, window, shoot):
    case = leak(house, time.now(), urgency="urgent")
    with ExitStack() as later:
        for number, (wait, expected) in enumerate(STAGES, 1):
            later.enter_context(time.shifted(wait))
            sweep(now=time.now())
            with acting_as(system(None)):
                rung = Notification.objects.filter(staff__login__in=LADDER)
                told = set(rung.values_list("staff__login", flat=True))
            assert told == expected, f"stage {number}"
            assert bell(window(LADDER[number - 1], at=f"/cases/{case.pk}/")) > 0
        page = window("manager", at=f"/cases/{case.pk}/")
        page.locator(".record-head .clock-late").first.wait_for()
        shoot(page, "case-late")
        page.goto("/notices/")
        page.get_by_text(case.number).first.wait_for()
        shoot(page, "notices")
        page.goto("/overview/clocks/")
        page.get_by_text(case.number).first.wait_for()
        shoot(page, "firings")


class Post:
    """A real mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.letters = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = Post()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    kept.address = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port)}
    yield kept
    controller.stop()


def wait_until(page, reached) -> None:
    """Give the other process up to eighty seconds."""
    for _ in range(400):
        if reached():
            return
        page.wait_for_timeout(200)
    raise AssertionError("the worker never got there")


def to_the_desk(post, number: str) -> list:
    """The letters to the first owner that name the case."""
    sent = [letter for letter in post.letters if letter["To"] == "desk@example.com"]
    return [one for one in sent if number in str(one["Subject"]) + one.get_body().get_content()]


@pytest.mark.serial
def test_the_worker_sends_the_warning_by_mail(house, window, database_url, post, tmp_path):
    case = leak(house, time.now() - 9 * MINUTE, urgency="emergency")
    page = window()
    with worker(database_url, tmp_path, **post.address):
        wait_until(page, lambda: to_the_desk(post, case.number))


COUNT = 20
KILLED = """
import django, os, signal
django.setup()
from guanjia.engine.clock.events import ClockFired
from guanjia.engine.clock.sweep import sweep
from guanjia.engine.notify.models import Notification
from guanjia.engine.events import on
from guanjia.kernel import time
heard = 0

@on(ClockFired)
def die_in_the_middle(event):
    global heard
    heard += 1
    if heard == 21:
        os.kill(os.getpid(), signal.SIGKILL)

sweep(now=time.now(), batch=8)
"""


def fired() -> Counter:
    with acting_as(system(None)):
        return Counter(ClockEvent.objects.filter(level__isnull=False).values_list("clock_id", "level"))


def pending() -> bool:
    with acting_as(system(None)):
        return Timer.objects.filter(state="pending", fire_at__lte=time.now()).exists()


@pytest.mark.serial
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    house, window, shoot, database_url, tmp_path
):
    for number in range(COUNT):
        leak(house, time.now() - 11 * MINUTE, f"水管漏水,第 {number + 1} 处", urgency="urgent")
    around = environment(database_url, tmp_path, DJANGO_SETTINGS_MODULE=os.environ["DJANGO_SETTINGS_MODULE"])
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED)],
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert died.returncode == -signal.SIGKILL, died.stderr
    before = fired()
    assert before and pending(), "it died in the middle"
    page = window("supervisor")
    with worker(database_url, tmp_path):
        wait_until(page, lambda: not pending())
    after = fired()
    assert set(after.values()) == {1}, "every level once"
    assert before.keys() <= after.keys()
    with acting_as(system(None)):
        assert {clock for clock, _level in after} >= set(
            Timer.objects.filter(clock__metric="accept").values_list("clock_id", flat=True)
        )
        assert Case.objects.late(now=time.now()).count() == COUNT
    page.goto("/overview/")
    assert page.locator(".overview-tile", has_text="已超时").locator("b").inner_text() == str(COUNT)
    page.goto("/cases/?late=1")
    page.get_by_text("水管漏水,第 20 处").first.wait_for()
    shoot(page, "list-late")
