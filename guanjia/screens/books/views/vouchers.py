"""Vouchers for the accountant's program, and the codes it knows our accounts by."""

from uuid import uuid4

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.books.forms import VoucherForm, month_end
from guanjia.screens.books.queries import exports_of, marks_of
from guanjia.screens.books.views.frame import attempt, found, one_estate
from guanjia.work.books.actions import export_vouchers, set_codes
from guanjia.work.books.models import VoucherExport
from guanjia.work.books.queries import CodeLine, code_lines

CLOSE = "books.close"


@needs(CLOSE)
def vouchers(request: HttpRequest) -> HttpResponse:
    """What was exported, and a form for more."""
    here = one_estate(request)
    closed = marks_of(request.user).get(here.pk) if here else None
    first = closed.replace(day=1) if closed else None
    form = VoucherForm(request.POST or None, initial={"since": first, "until": closed})

    def export(**given: object) -> VoucherExport:
        key = request.POST.get("key", "")
        return export_vouchers(actor=request.user, now=time.now(), estate=here, key=key, **given)

    if request.method == "POST" and here and (done := attempt(form, export)):
        said = {"vouchers": done.vouchers, "rows": done.rows, "name": done.name}
        messages.success(request, _("已导出 %(vouchers)d 张凭证、%(rows)d 行：%(name)s") % said)
        return redirect(f"{reverse('books:vouchers')}?estate={here.pk}")
    context = {
        "here": "vouchers", "estate": here, "estates": shell.estates(request), "form": form, "closed_through": closed,
        "exports": exports_of(request.user, here), "key": request.POST.get("key") or uuid4(),
        "month_end": month_end(closed) if closed else None,
    }  # fmt: skip
    return render(request, "books/vouchers.html", context, status=422 if form.errors else 200)


@require_GET
@needs(CLOSE)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was exported."""
    here = found(request, VoucherExport, pk)
    return FileResponse(here.file.open("rb"), as_attachment=True, filename=here.name)


@needs(CLOSE)
def codes(request: HttpRequest) -> HttpResponse:
    """Our accounts and the accountant's codes for them."""
    lines, refused = code_lines(request.user), ""
    if request.method == "POST":
        try:
            given = _codes(request, lines)
            changed = set_codes(actor=request.user, now=time.now(), company=request.user.company, codes=given)
            said = ngettext("已保存，改了 %(n)d 处。", "已保存，改了 %(n)d 处。", changed)
            messages.success(request, said % {"n": changed})
            return redirect("books:codes")
        except Refused as no:
            refused = str(no)
    context = {"here": "codes", "lines": lines, "refused": refused}
    return render(request, "books/codes.html", context, status=422 if refused else 200)


def _codes(request: HttpRequest, lines: list[CodeLine]) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, ref) → (code, name) as they were written on the page."""
    said = request.POST
    return {
        (line.kind, line.ref): (
            said.get(f"code-{line.field}", "").strip(), said.get(f"name-{line.field}", "").strip()[:100],
        )
        for line in lines
    }  # fmt: skip
