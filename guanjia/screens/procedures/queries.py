"""Which procedures people mean, and how one has gone lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.access.actor import may
from guanjia.engine.sop import Procedure, discovery
from guanjia.engine.ui import shown
from guanjia.work.cases.models import Case, Step

DAYS = 90


@dataclass(frozen=True)
class StepFigures:
    """Done steps of one code: how many, how many of those with a deadline kept it, how long they took on average."""

    label: str
    done: int
    timed: int
    on_time: int
    mean: timedelta | None

    @property
    def share(self) -> int | None:
        return round(self.on_time * 100 / self.timed) if self.timed else None

    @property
    def took(self) -> str:
        return shown.span(int(self.mean.total_seconds())) if self.mean else ""


def asked_for(typed: str) -> list[type[Procedure]]:
    """The procedures whose name, or any word that people use for them, has this in it; all when nothing is typed."""
    word = typed.lower()

    def is_meant(one: type[Procedure]) -> bool:
        said = (one.label, _(one.label), one.code, *one.asked_as, one.group)
        return any(word in name.lower() for name in said)

    return [one for one in discovery.everything() if is_meant(one)]


def may_start(actor: Actor, procedure: type[Procedure]) -> bool:
    """Whether this person's post may begin it."""
    posts = procedure.opened_by
    return may(actor, "cases.register") and (not posts or any(may(actor, f"role.{role}") for role in posts))


def counts_of(actor: Actor, code: str, *, now: datetime) -> dict[str, int]:
    """Open now; begun and closed in the last 90 days."""
    mine, since = Case.objects.visible_to(actor).filter(procedure=code), now - timedelta(days=DAYS)
    return mine.aggregate(
        open=Count("pk", filter=Q(closed_at=None)), begun=Count("pk", filter=Q(opened_at__gte=since)),
        closed=Count("pk", filter=Q(closed_at__gte=since)),
    )  # fmt: skip


def figures_of(actor: Actor, procedure: type[Procedure], *, now: datetime) -> list[StepFigures]:
    """Of the last 90 days, the step that took longest first: where time is lost. One statement."""
    took = ExpressionWrapper(F("done_at") - F("entered_at"), output_field=DurationField())
    rows = (
        Step.objects.visible_to(actor)
        .filter(case__procedure=procedure.code, done_at__gte=now - timedelta(days=DAYS))
        .values("code")
        .annotate(
            done=Count("pk"), timed=Count("due_at"), on_time=Count("pk", filter=Q(done_at__lte=F("due_at"))),
            mean=Avg(took),
        )
        .order_by("-mean")
    )  # fmt: skip
    return [
        StepFigures(
            procedure.steps[row["code"]].label, row["done"], row["timed"], row["on_time"], row["mean"]
        )
        for row in rows
        if row["code"] in procedure.steps
    ]
