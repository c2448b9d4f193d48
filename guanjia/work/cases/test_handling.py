"""What the desk does to a case besides its procedure."""

from datetime import timedelta

import pytest

from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.clock.models import Clock
from guanjia.engine.notify.models import Notification
from guanjia.kernel.errors import Forbidden, Refused, Stale
from guanjia.work.cases import actions, jobs
from guanjia.work.cases.models import CasePause
from guanjia.work.cases.rules import title_of

HOME = {"kind": "home", "part": "pipes", "quote_when": "free"}


@pytest.fixture
def leak(cast, acting, now):
    with acting(cast.desk):
        yield actions.register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="厨房漏水", answers=HOME
        )


def states(case):
    return set(Clock.objects.of(case).filter(metric="finish").values_list("state", flat=True))


def test_a_pause_rests_the_clock_until_its_time_is_over(leak, cast, now, monkeypatch):
    later = now + timedelta(hours=3)
    actions.pause_case(actor=cast.desk, now=now, case=leak, reason="customer", until=later)
    assert states(leak) == {"paused"}
    monkeypatch.setattr(jobs, "now", lambda: later + timedelta(minutes=1))
    assert jobs.end_pauses(timestamp=0) == 1
    assert states(leak) == {"running"}


def test_a_long_pause_is_the_supervisors_word(leak, cast, acting, now):
    until = now + timedelta(days=3)
    with pytest.raises(Forbidden, match="24 小时"):
        actions.pause_case(actor=cast.desk, now=now, case=leak, reason="parts", until=until)
    with acting(cast.supervisor):
        actions.pause_case(actor=cast.supervisor, now=now, case=leak, reason="parts", until=until)
    assert CasePause.objects.get().until == until


def test_what_does_not_rest_cannot_be_resumed(leak, cast, now):
    with pytest.raises(Refused, match="没有因这个原因暂停"):
        actions.resume_case(actor=cast.desk, now=now, case=leak, reason="parts")


def test_handing_over_tells_the_new_handler(leak, cast, now):
    actions.hand_over(actor=cast.desk, now=now, case=leak, to=cast.agent)
    assert leak.number in Notification.objects.get(staff=cast.agent).text


def test_two_people_do_not_overwrite_each_other(leak, cast, now):
    seen = leak.version
    actions.change_target(actor=cast.desk, now=now, case=leak, urgency="urgent", seen_version=seen)
    with pytest.raises(Stale):
        actions.change_target(actor=cast.desk, now=now, case=leak, urgency="ordinary", seen_version=seen)


def test_what_a_step_changes_is_audited(leak, cast, now):
    actions.receive(case=leak, event="order.done", answers={"worker": 7}, actor=cast.desk, now=now)
    entry = AuditEntry.objects.get(verb="case.dispatch")
    assert (entry.before["state"], entry.after["state"]) == ("open", "finished")


def test_a_title_shows_no_number():
    assert title_of("", "请回电 13905710001，水管漏了。别的再说") == "请回电 139****01，水管漏了"
    assert title_of("", "3栋2单元1501漏水") == "3栋2单元1501漏水"
