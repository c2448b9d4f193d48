"""The long parts of a billing run, done by a worker."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.work.billing import running


@app.task(queue="default", name="billing.draft")
def draft(run_id: int) -> None:
    """Work out every line of a run."""
    running.draft(run_id)


@app.task(queue="default", name="billing.publish")
def publish(run_id: int) -> None:
    """Put a run's lines into the books, all or none."""
    running.publish(run_id)


labels = {
    "billing.draft": gettext_lazy("计算出账明细"),
    "billing.publish": gettext_lazy("出账入账"),
}
