"""Who owes what since when: the list, where it is, and one debtor with everything about him."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.collection import queries
from guanjia.screens.collection.forms import ContactForm
from guanjia.screens.collection.frame import SEE, estates_of, one_estate, wanted_of, whom_of
from guanjia.screens.collection.workbook import arrears_workbook
from guanjia.work.collection.debts import SORTS, page_of
from guanjia.work.collection.rules import BANDS
from guanjia.work.collection.spread import groups_of

GROUPS = ("branch", "estate", "building", "butler", "tariff")


def bands() -> list[tuple[str, str]]:
    """Code and name of each age band."""
    names = [_("0–30 天"), _("31–90 天"), _("91–365 天"), _("365 天以上")]
    return [(code, name) for (code, _first, _last), name in zip(BANDS, names, strict=True)]


@require_GET
@needs(SEE)
def arrears(request: HttpRequest) -> HttpResponse:
    """The debtors of one estate, the largest first."""
    estate, now = one_estate(request), time.now()
    if estate is None:
        return render(request, "collection/arrears.html", {"here": "arrears"})
    sort = request.GET.get("sort", "-total")
    found = page_of(wanted_of(request, [estate], now), sort=sort, after=request.GET.get("after", ""))
    context = {
        "here": "arrears", "estate": estate, "estates": shell.estates(request), "found": found,
        "debts": queries.with_late_fees(found.debts, now=now), "bands": _banded(found.sums.bands),
        "choices": queries.choices_of(request.user, estate), "sort": sort if sort in SORTS else "-total",
    }  # fmt: skip
    return page(request, "collection/arrears.html", "table", context)


def _banded(sums: tuple[Any, ...]) -> list[tuple[str, str, Any]]:
    return [(code, name, total) for (code, name), total in zip(bands(), sums, strict=True)]


@require_GET
@needs("export.lists")
def export(request: HttpRequest) -> FileResponse:
    """All filtered debtors of the estate as an Excel file."""
    now, found, after = time.now(), [], ""
    wanted = wanted_of(request, [each for each in [one_estate(request)] if each], now)
    while True:
        some = page_of(wanted, after=after, size=5000)
        found += queries.with_late_fees(some.debts, now=now)
        after = some.after
        if not after:
            return arrears_workbook(found, [name for _code, name in bands()], actor=request.user, now=now)


@require_GET
@needs(SEE)
def spread(request: HttpRequest) -> HttpResponse:
    """Where the arrears are; each line opens its debtors."""
    by = request.GET.get("by", "estate")
    by = by if by in GROUPS else "estate"
    here = estates_of(request)
    context = {
        "here": "spread", "by": by, "groups": groups_of(wanted_of(request, here, time.now()), by),
        "bands": bands(), "ways": _ways(), "one": here[0] if len(here) == 1 else None,
    }  # fmt: skip
    return page(request, "collection/spread.html", "table", context)


def _ways() -> list[tuple[str, str]]:
    names = [_("区域"), _("项目"), _("楼栋"), _("管家"), _("收费项目")]
    return list(zip(GROUPS, names, strict=True))


@require_GET
@needs(SEE)
def debtor(request: HttpRequest, unit: int, customer: int) -> HttpResponse:
    """One debtor: charges, late fee, and the form for a call; `?part=story` is what was said, sent and paid."""
    if request.GET.get("part") == "story":
        whom = whom_of(request, unit, customer)
        story = queries.story_of(whom, actor=request.user, now=time.now())
        return render(request, "collection/story.html", {"story": story})
    return debtor_page(request, unit, customer, ContactForm())


def debtor_page(
    request: HttpRequest, unit: int, customer: int, form: ContactForm, status: int = 200
) -> HttpResponse:
    """The page around the form."""
    whom = whom_of(request, unit, customer)
    dues = queries.dues_of(whom, actor=request.user, now=time.now())
    context = {"here": "arrears", "whom": whom, "dues": dues, "form": form, "where": (unit, customer)}
    return render(request, "collection/debtor.html", context, status=status)
