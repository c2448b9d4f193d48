"""Whether payments by phone are watched over: statements compared, differences settled, refunds sent."""

from collections.abc import Iterable
from datetime import timedelta

from guanjia.channels.wallets.opening import is_real, providers
from guanjia.directory.places.models import Company
from guanjia.engine.health.findings import Finding, bad, good
from guanjia.kernel import time
from guanjia.work.online.models import Difference, OnlineRefund, Reconciliation
from guanjia.work.online.rules import days_to_compare

SETTLED_WITHIN = timedelta(days=3)
SENT_WITHIN = timedelta(days=3)


def checks() -> Iterable[Finding]:
    now = time.now()
    merchants = [
        (pk, code)
        for pk in Company.objects.order_by("pk").values_list("pk", flat=True)
        for code in providers()
        if is_real(pk, code)
    ]
    if not merchants:
        yield good("online payment", "no merchant set up")
        return
    for company, provider in merchants:
        runs = Reconciliation.objects.filter(company_id=company, provider=provider)
        missing = days_to_compare(now, set(runs.values_list("day", flat=True)))
        if missing:
            words = (
                f"{provider} of company {company}: {len(missing)} days not compared, the first {missing[0]}"
            )
            yield bad(
                "statements", words, "See the worker's log; compare by hand at /online/reconciliation/."
            )
        else:
            yield good("statements", f"{provider} of company {company} compared")
    yield _open(now)


def _open(now) -> Finding:
    old = Difference.objects.filter(resolved_at=None, found_at__lt=now - SETTLED_WITHIN).count()
    stuck = OnlineRefund.objects.filter(state="waiting", asked_at__lt=now - SENT_WITHIN).count()
    if old or stuck:
        words = f"{old} differences and {stuck} refunds open for more than 3 days"
        return bad("online payment", words, "The accountant settles them at /online/reconciliation/.")
    return good("online payment", "nothing open for long")
