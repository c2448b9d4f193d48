"""Changing customers and units: each page is one form for one action."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guanjia.directory.people import actions as people
from guanjia.directory.people.merging import merge_customers, undo_merge
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.models import Unit
from guanjia.engine.search.index import CUSTOMER, find
from guanjia.engine.ui import shell
from guanjia.engine.ui.forms import refuse
from guanjia.engine.ui.guards import needs
from guanjia.kernel import time
from guanjia.kernel.errors import Refused
from guanjia.screens.desk import record_forms as ask
from guanjia.screens.desk.actions import change_unit
from guanjia.screens.desk.queries import with_phones

EDIT = "customers.edit"


@needs(EDIT)
def new_customer(request: HttpRequest) -> HttpResponse:
    usual = {
        "key": uuid4(),
        "estate": shell.chosen_estate_id(request),
        "phones": request.GET.get("phones", ""),
    }
    form = ask.NewCustomerForm(request.POST or None, actor=request.user, initial=usual)
    saved = _saved(form, lambda given: people.create_customer(actor=request.user, now=time.now(), **given))
    return _answer(
        request, form, _("新建客户"), to=("desk:customer", saved.pk) if saved else None, back="desk:customers"
    )


@needs(EDIT)
def edit_customer(request: HttpRequest, pk: int) -> HttpResponse:
    customer = _customer(request, pk)
    names = ("name", "kind", "gender", "birthday", "email", "tags", "is_key", "note", "version")
    names += ("consent_for", "consent_on", "consent_how")
    form = ask.CustomerForm(request.POST or None, initial={name: getattr(customer, name) for name in names})
    saved = _saved(
        form,
        lambda given: people.edit_customer(actor=request.user, now=time.now(), customer=customer, **given),
    )
    return _answer(request, form, _("修改资料"), of=customer, done=bool(saved))


@needs(EDIT)
def phones(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers in use, each with a way to retire it, and a line to add more."""
    customer = _customer(request, pk)
    form = ask.PhonesForm(request.POST or None)
    saved = _saved(
        form,
        lambda given: people.add_phones(
            actor=request.user, now=time.now(), customer=customer, text=given["phones"]
        ),
    )
    return _answer(
        request, form, _("电话"), of=customer, done=saved is not None, phones=customer.phones.all()
    )


@require_POST
@needs(EDIT)
def retire_phone(request: HttpRequest, pk: int) -> HttpResponse:
    phone = get_object_or_404(Phone.objects.visible_to(request.user), pk=pk)
    people.retire_phone(actor=request.user, now=time.now(), phone=phone)
    return redirect("desk:phones", phone.customer_id)


@require_POST
@needs("phones.reveal")
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The full number, in place of the masked one. That it was looked at is kept."""
    phone = get_object_or_404(Phone.objects.visible_to(request.user), pk=pk)
    number = people.reveal_phone(actor=request.user, now=time.now(), phone=phone)
    return render(request, "desk/_phone.html", {"phone": phone, "full": number})


@needs(EDIT)
def homes(request: HttpRequest, pk: int) -> HttpResponse:
    customer = _customer(request, pk)
    usual = {"key": uuid4(), "estate": shell.chosen_estate_id(request)}
    form = ask.HomeForm(request.POST or None, actor=request.user, initial=usual)
    saved = _saved(
        form,
        lambda _given: people.start_occupancy(
            actor=request.user, now=time.now(), customer=customer, **form.occupancy
        ),
    )
    present = Occupancy.objects.visible_to(request.user).filter(
        customer=customer, retired_at=None, until=None
    )
    present = present.select_related("unit__building")
    return _answer(request, form, _("入住与迁出"), of=customer, done=bool(saved), homes=present)


@needs(EDIT)
def end_home(request: HttpRequest, pk: int) -> HttpResponse:
    home = get_object_or_404(
        Occupancy.objects.visible_to(request.user).select_related("customer", "unit__building"), pk=pk
    )
    form = ask.EndHomeForm(request.POST or None, initial={"until": timezone.localdate(time.now())})
    saved = _saved(
        form,
        lambda given: people.end_occupancy(actor=request.user, now=time.now(), occupancy=home, **given),
    )
    title = _("%(unit)s · %(role)s迁出") % {"unit": home.unit.spoken_address, "role": home.get_role_display()}
    return _answer(request, form, title, of=home.customer, done=bool(saved))


@needs(EDIT)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the double; everything of it becomes this customer's."""
    keep, typed = _customer(request, pk), request.GET.get("q", "").strip()[:60]
    if request.method == "POST" and request.POST.get("gone", "").isdecimal():
        gone = _customer(request, int(request.POST["gone"]))
        merge_customers(actor=request.user, now=time.now(), keep=keep, gone=gone)
        return redirect("desk:customer", pk)
    hits = [hit for hit in find(typed or keep.name, (CUSTOMER,), most=12) if hit.object_id != pk]
    return render(request, "desk/merge.html", {"customer": keep, "hits": hits, "typed": typed or keep.name})


@require_POST
@needs(EDIT)
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    undo_merge(actor=request.user, now=time.now(), gone=_customer(request, pk))
    return redirect("desk:customer", pk)


@needs("directory.edit")
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Unit.objects.visible_to(request.user).select_related("building")
    unit = get_object_or_404(rows, pk=pk, retired_at=None)
    names = ("status", "kind", "area", "handed_over_on", "note", "version")
    usual = {name: getattr(unit, name) for name in names} | {"zone": unit.zone_id}
    form = ask.UnitForm(request.POST or None, actor=request.user, unit=unit, initial=usual)
    saved = _saved(form, lambda given: change_unit(actor=request.user, now=time.now(), unit=unit, **given))
    to = ("desk:unit", pk) if saved else None
    return _answer(
        request, form, unit.spoken_address, to=to, back="desk:unit", back_pk=pk, presence=f"unit-{pk}"
    )


def _customer(request: HttpRequest, pk: int) -> Customer:
    return get_object_or_404(with_phones(request.user), pk=pk)


def _saved(form: forms.Form, save: Callable[[dict[str, Any]], Any]) -> Any:
    """What the action made, or None: nothing was sent, or it was not right and the form says why."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return save(dict(form.cleaned_data))
    except Refused as no:
        refuse(form, no)
        return None


def _answer(
    request: HttpRequest, form: forms.Form, title: str, *, of: Customer | None = None, done: bool = False,
    to: tuple[str, int] | None = None, back: str = "desk:customer", back_pk: int | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """On to the record when it is done, else the form."""
    if done and of:
        to = ("desk:customer", of.pk)
    if to:
        return redirect(*to)
    args = [of.pk] if of else [back_pk] if back_pk else []
    context = {"form": form, "title": title, "customer": of, "back": back, "back_args": args, **more}
    return render(request, "desk/edit.html", context, status=422 if form.errors else 200)
