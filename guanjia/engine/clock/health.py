"""Whether deadlines are watched over: somebody sweeps, nothing is stuck, holidays are known."""

from collections.abc import Iterable
from datetime import timedelta

from guanjia.engine.clock.models import Calendar, Timer
from guanjia.engine.clock.queries import failing
from guanjia.engine.clock.sweepers import Sweeper
from guanjia.engine.clock.targets import WORKDAYS
from guanjia.engine.health.findings import Finding, bad, good
from guanjia.kernel import time

SEEN_WITHIN = timedelta(minutes=2)


def checks() -> Iterable[Finding]:
    now = time.now()
    last = Sweeper.objects.order_by("-seen_at").first()
    pending = Timer.objects.filter(state=Timer.State.PENDING)
    overdue = pending.filter(fire_at__lt=now - SEEN_WITHIN).count()
    if last is None or last.seen_at < now - SEEN_WITHIN:
        seen = f"last seen {last.seen_at:%Y-%m-%d %H:%M:%S}" if last else "never seen"
        yield bad("deadlines", f"no sweeper; {seen}, {overdue} overdue", "Start `guanjia worker`.")
    elif overdue:
        yield bad(
            "deadlines", f"{overdue} timers are overdue", "Start more workers; see the log for slow handlers."
        )
    else:
        yield good("deadlines", f"swept by {last.name}")
    stuck = failing(pending).first()
    if stuck:
        yield bad(
            "deadlines that fail", f"clock {stuck.clock_id}: {stuck.error}", "Mend the cause; it retries."
        )
    yield from _holidays(now.year + 1 if now.month == 12 else now.year)


def _holidays(year: int) -> Iterable[Finding]:
    for calendar in Calendar.objects.filter(code=WORKDAYS, current__isnull=False).select_related("current"):
        current = calendar.current
        if current and not any(day.startswith(str(year)) for day in current.hours["overrides"]):
            yield bad(
                "holidays",
                f"calendar {calendar} (company {calendar.company_id}) has no public holidays for {year}",
                "Settings › deadlines › calendar › import public holidays (see `chinesecalendar`).",
            )
