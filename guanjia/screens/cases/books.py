"""Register books: a paper as it was filled in over a period, a row for each sheet, printed or as an Excel file."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.engine.paper.render import references, render_listing
from guanjia.engine.sop import Procedure, latest
from guanjia.engine.sop.fields import ATTACHED, Field, Paper, moment, text
from guanjia.engine.ui import shell
from guanjia.engine.ui.exports import as_table
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.cases.papers import printed_facts
from guanjia.work.cases.models import Case, Step
from guanjia.work.cases.naming import names_of
from guanjia.work.cases.sheets import asked_of, sheets_of

ROWS = 2_000
# What a row begins with when the paper is no listing.
NUMBER, WHERE, AT = (
    text("sheet.number", "编号"),
    text("sheet.where", "房号或地点"),
    moment("sheet.at", "填写时间"),
)


@require_GET
@needs("overview.view")
def register_book(request: HttpRequest, procedure: str, number: str) -> HttpResponse:
    """The sheets of a period (`from`, `to`; this month when left out); `format=xlsx` gives a file."""
    book = Book(request, *_paper(procedure, number), *period(request))
    names = names_of(set().union(*(references(book.fields, row) for row in book.rows)))
    span = f"{book.first} — {book.last}"
    context = render_listing(
        book.paper, book.rows, fields=book.fields, names=names, period=span, size=request.GET.get("size", "")
    )  # fmt: skip
    if request.GET.get("format") == "xlsx":
        return _file(request, context, f"{book.first}_{book.last}")
    return render(request, "paper/book.html", {**context, "first": book.first, "last": book.last})


def _paper(procedure: str, number: str) -> tuple[type[Procedure], Paper]:
    try:
        spec = latest(procedure)
    except KeyError:
        raise Http404 from None
    for paper in spec.papers:
        if paper.number == number:
            return spec, paper
    raise Http404


def _file(request: HttpRequest, context: dict[str, Any], span: str) -> FileResponse:
    rows = [[cell.text for cell in row] for row in context["rows"]]
    return as_table(f"{context['document']['title']}-{span}", context["labels"], rows, actor=request.user)


class Book:
    """A paper of a procedure over the days `first` to `last`, both included, at the chosen estate."""

    def __init__(
        self, request: HttpRequest, spec: type[Procedure], paper: Paper, first: date, last: date
    ) -> None:
        self.request, self.spec, self.paper, self.first, self.last = request, spec, paper, first, last
        self.fields: Sequence[Field] = paper.fields
        if paper.listing:
            self.rows = self._listed()
        else:
            kept = [one for one in paper.fields if one.kind not in ATTACHED and not one.sensitive]
            self.fields = (NUMBER, WHERE, AT, *(one for one in kept if one.code not in ("number", "where")))
            self.rows = list(islice(self._sheets(), ROWS))

    def _listed(self) -> list[Any]:
        """A row for each matter registered in the period, or what the paper's `rows` makes of them."""
        cases = self._registered(self.first, self.last)
        if not self.paper.rows:
            return [printed_facts(case) for case in cases[:ROWS]]
        day = timedelta(days=1)
        before = self._registered(self.first - (self.last - self.first) - day, self.first - day)
        return list(self.paper.rows(cases, before))

    def _sheets(self) -> Iterator[dict[str, Any]]:
        """A row for each sheet finished in the period; pictures, signatures and what is sensitive stay on the sheet."""
        asked = asked_of(self.paper, self.spec)
        if not asked:
            yield from (_row(case, printed_facts(case), case.opened_at)
                        for case in self._registered(self.first, self.last)[:ROWS])  # fmt: skip
        own, (begin, end) = set().union(*asked.values()), _bounds(self.first, self.last)
        for case in self._filled(asked, begin, end)[:ROWS]:
            for sheet in sheets_of(self.paper, self.spec, case.steps.all()):
                if begin <= sheet.at < end:
                    yield _row(case, sheet.answers(printed_facts(case), own), sheet.at)

    def _filled(self, asked: dict[str, set[str]], begin: datetime, end: datetime) -> Any:
        done = Step.objects.filter(code__in=asked, case__procedure=self.spec.code)
        within = done.visible_to(self.request.user).filter(done_at__gte=begin, done_at__lt=end)
        cases = self._cases().filter(pk__in=within.values("case"))
        return cases.prefetch_related(Prefetch("steps", done.exclude(done_at=None)))

    def _registered(self, first: date, last: date) -> Any:
        begin, end = _bounds(first, last)
        return self._cases().filter(opened_at__gte=begin, opened_at__lt=end)

    def _cases(self) -> Any:
        cases = Case.objects.visible_to(self.request.user).filter(procedure=self.spec.code)
        if estate := shell.chosen_estate_id(self.request):
            cases = cases.filter(estate_id=estate)
        return cases.select_related("estate", "unit__building", "customer", "department").order_by(
            "opened_at"
        )


def _row(case: Case, answers: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {**answers, NUMBER.code: case.number, WHERE.code: case.where, AT.code: at}


def period(request: HttpRequest) -> tuple[date, date]:
    """The asked days, both included."""
    today = timezone.localtime(time.now()).date()
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
        last = date.fromisoformat(request.GET.get("to", ""))
    except ValueError:
        first, last = today.replace(day=1), today
    return first, last


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    midnight = datetime.min.time()
    begin, end = (datetime.combine(day, midnight) for day in (first, last + timedelta(days=1)))
    return timezone.make_aware(begin), timezone.make_aware(end)
