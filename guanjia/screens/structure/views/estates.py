"""The company at a glance, its branches, and one estate."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guanjia.directory.places import actions
from guanjia.directory.places.models import Branch, Estate
from guanjia.engine.access import EVERYWHERE
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.screens.structure import queries
from guanjia.screens.structure.forms import CompanyForm, EstateForm, NameForm
from guanjia.screens.structure.views.saving import EDIT, one_form

FACTS = ("name", "code", "branch", "address", "hotline", "handed_over_on")


@require_GET
@needs(EDIT)
def company(request: HttpRequest) -> HttpResponse:
    """Everything the company looks after, estate by estate."""
    context = {
        "company": queries.company_of(request.user),
        "branches": queries.branches_of(request.user),
        "estates": queries.estates_with_counts(request.user),
        "whole": request.user.estate_ids is EVERYWHERE,
    }
    return render(request, "structure/company.html", context)


@needs(EDIT)
def edit_company(request: HttpRequest) -> HttpResponse:
    here = queries.company_of(request.user)
    first = {name: getattr(here, name) for name in ("name", "short_name", "hotline")}

    def save(**given: str) -> None:
        actions.rename_company(actor=request.user, now=time.now(), company=here, **given)

    form = CompanyForm(request.POST or None, initial=first)
    return one_form(request, form, save, title=_("修改公司资料"), back=("structure:company",))


@needs(EDIT)
def branch(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or rename a branch."""
    here = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk) if pk else None

    def save(name: str) -> None:
        if here:
            actions.rename_branch(actor=request.user, now=time.now(), branch=here, name=name)
        else:
            key = request.POST.get("key", "")
            actions.create_branch(actor=request.user, now=time.now(), name=name, key=key)

    form = NameForm(request.POST or None, initial={"name": here.name} if here else None)
    title = _("修改区域") if here else _("新增区域")
    return one_form(request, form, save, title=title, back=("structure:company",))


@require_GET
@needs(EDIT)
def estate(request: HttpRequest, pk: int) -> HttpResponse:
    """One estate: facts, buildings, zones, departments."""
    rows = Estate.objects.visible_to(request.user).select_related("branch")
    here = get_object_or_404(rows, pk=pk)
    context = {"estate": here, **queries.estate_page(request.user, here)}
    return render(request, "structure/estate.html", context)


@needs(EDIT)
def edit_estate(request: HttpRequest, pk: int) -> HttpResponse:
    here = get_object_or_404(Estate.objects.visible_to(request.user), pk=pk)
    first = {name: getattr(here, name) for name in FACTS}

    def save(**given: object) -> None:
        actions.edit_estate(actor=request.user, now=time.now(), estate=here, **given)

    form = EstateForm(request.POST or None, actor=request.user, initial=first)
    title = _("修改 %(estate)s") % {"estate": here.name}
    return one_form(request, form, save, title=title, back=("structure:estate", pk))
