"""What a report counts: few statements, each over an index of the period, at most once a minute."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.translation import get_language

from guanjia.engine.access import Actor
from guanjia.engine.clock.models import Clock
from guanjia.engine.ui.shown import when
from guanjia.screens.overview.queries import figures_of, kept
from guanjia.screens.reports import tables
from guanjia.screens.reports.tables import Table
from guanjia.work.cases.models import Case
from guanjia.work.figures.quality import ABOUT_CASE, VOID
from guanjia.work.figures.queries import ONE, Narrow, Rows, cases_in, open_groups, within
from guanjia.work.figures.rules import Period, tally

MAJORS = 100


@dataclass(frozen=True)
class Report:
    at: datetime
    tables: list[Table]


def report_of(
    actor: Actor, narrow: Narrow, period: Period, before: Period, *, now: datetime, zone: tzinfo
) -> Report:
    """All tables of a service report; eight statements."""
    return kept(
        f"report-{get_language()}", actor, narrow, period, now=now,
        make=lambda: _report(actor, narrow, period, before, now=now, zone=zone),
    )  # fmt: skip


def _report(
    actor: Actor, narrow: Narrow, period: Period, before: Period, *, now: datetime, zone: tzinfo
) -> Report:
    month = figures_of(actor, narrow, period, now=now, zone=zone).total
    open_now = tally(open_groups(actor, narrow, now=now, by=("state",)))
    groups = counted(actor, narrow, period, before)
    earlier = sum(row["before"] for row in groups)
    return Report(
        now,
        [
            tables.overall(month, open_now, earlier),
            tables.ages(open_now),
            *tables.breakdowns(groups),
            _majors(actor, narrow, period),
            tables.complaints(groups),
            tables.satisfaction(month.stars),
        ],
    )


def counted(actor: Actor, narrow: Narrow, period: Period, before: Period) -> Rows:
    """Cases that arrived in the period (and `before` it) per procedure, topic, department, building, estate
    and, for complaints, cause, class and judgement. Of the period's: `finished`, `open`, `late` (finish deadline
    broken)."""
    late = Clock.objects.filter(
        ABOUT_CASE, subject_id=OuterRef("pk"), metric="finish", breached_at__isnull=False
    )
    ours, earlier = Q(opened_at__gte=period.since), Q(opened_at__lt=before.until)
    cases = cases_in(actor, narrow).filter(opened_at__gte=before.since, opened_at__lt=period.until)
    dimensions = {"cause": KT("answers__cause"), "class": KT("answers__class"), "valid": KT("answers__valid")}
    return list(
        cases.values(
            "procedure", "topic", "department__name", "unit__building__name", "estate__name", **dimensions
        )
        .annotate(
            n=Count(ONE, filter=ours),
            before=Count(ONE, filter=earlier),
            finished=Count(ONE, filter=ours & Q(finished_at__isnull=False)),
            open=Count(ONE, filter=ours & Q(state__in=("open", "finished"))),
            late=Count(ONE, filter=ours & Q(Exists(late))),
        )
        .order_by()
    )


def _majors(actor: Actor, narrow: Narrow, period: Period) -> Table:
    grave = Q(urgency=Case.Urgency.EMERGENCY) | Q(severity=Case.Severity.SERIOUS)
    rows = within(cases_in(actor, narrow).filter(grave).exclude(state__in=VOID), period, "opened_at")
    found = list(rows.select_related("unit__building").order_by("-opened_at", "-id")[: MAJORS + 1])
    return tables.majors(found[:MAJORS], len(found), _link, when)


def _link(case: Case) -> str:
    return reverse("cases:case", args=[case.pk])
