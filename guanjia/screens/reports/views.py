"""A service report on the screen, on paper, and as an Excel file."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.reports.forms import ReportForm
from guanjia.screens.reports.queries import Report, report_of
from guanjia.screens.reports.workbook import as_workbook

SEE = "overview.view"


@require_GET
@needs(SEE)
def report(request: HttpRequest) -> HttpResponse:
    """Any day, week, month or period, of one estate or all in sight."""
    form = _form(request)
    found = _report(request, form)
    context = {"form": form, "report": found, "period": form.chosen_period, "title": _title(form)}
    return page(request, "reports/report.html", "tables", context)


@require_GET
@needs(SEE)
def printed(request: HttpRequest) -> HttpResponse:
    """The same on A4."""
    form = _form(request)
    found, title = _report(request, form), _title(form)
    organisation = form.estate_name or request.user.company
    context = {
        "report": found, "size": request.GET.get("size", ""), "period": form.chosen_period,
        "document": {"title": title, "organisation": organisation}, "signatures": [_("编制"), _("审核"), _("批准")],
    }  # fmt: skip
    return render(request, "reports/print.html", context)


@require_GET
@needs("export.lists")
def export(request: HttpRequest) -> FileResponse:
    form = _form(request)
    return as_workbook(_report(request, form), title=_title(form), actor=request.user)


def _form(request: HttpRequest) -> ReportForm:
    """What the address says; without an estate there, the one chosen in the frame."""
    said = request.GET.copy()
    said.setdefault("kind", "month")
    if "estate" not in said and (estate := shell.chosen_estate_id(request)):
        said["estate"] = str(estate)
    local = timezone.localtime(time.now())
    said.setdefault("day", local.date().isoformat())
    return ReportForm(said, estates=shell.estates(request), local=local)


def _report(request: HttpRequest, form: ReportForm) -> Report:
    return report_of(
        request.user, form.narrow, form.chosen_period, form.before, now=time.now(), zone=timezone.get_current_timezone()
    )  # fmt: skip


def _title(form: ReportForm) -> str:
    when = form.chosen_period
    said = {
        "estate": form.estate_name,
        "kind": form.kind_name,
        "first": when.first_day,
        "last": when.last_day,
    }
    return (_("%(estate)s客户服务%(kind)s %(first)s 至 %(last)s") % said).strip()
