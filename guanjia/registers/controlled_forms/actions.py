"""Issuing editions of controlled forms and withdrawing them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused, Stale
from guanjia.registers.controlled_forms.models import ControlledForm


@transaction.atomic
def issue_form(*, actor: Actor, now: datetime, estate: Any, number: str, **values: Any) -> ControlledForm:
    """A form that did not exist. Raises Refused while another edition of its number is in use."""
    if ControlledForm.objects.filter(
        estate=estate, number=number, retired_at=None, withdrawn_on=None
    ).exists():
        raise Refused(_("%(number)s 已有现行版本，请办理换版") % {"number": number}, field="form_number")
    return _write(actor, now, estate, number=number, **values)


@transaction.atomic
def replace_form(
    *, actor: Actor, now: datetime, form: ControlledForm, issued_on: date, **values: Any
) -> ControlledForm:
    """The new edition; the old one is withdrawn on the same day. Raises Refused for an edition there was before."""
    old = withdraw_form(actor=actor, now=now, form=form, on=issued_on)
    editions = ControlledForm.objects.filter(estate_id=old.estate_id, number=old.number, retired_at=None)
    if editions.filter(edition=values["edition"]).exists():
        raise Refused(_("%(edition)s 版已经用过，请写新的版本") % values, field="edition")
    new = _write(actor, now, old.estate, number=old.number, issued_on=issued_on, **values)
    with change(old, actor=actor, now=now, verb="controlled_forms.replaced"):
        old.replaced_by = new
    return new


@transaction.atomic
def withdraw_form(*, actor: Actor, now: datetime, form: ControlledForm, on: date) -> ControlledForm:
    """Not to be used from this day on. Raises Stale when that is settled, Refused before its issue."""
    held = ControlledForm.objects.select_for_update(of=("self",)).select_related("estate").get(pk=form.pk)
    if held.withdrawn_on or held.retired_at:
        raise Stale(_("%(form)s 已经作废或定于换版，请选择现行版本") % {"form": held.name})
    if on < held.issued_on:
        raise Refused(_("作废日期不能早于这一版的发布日期"), field="effective_on")
    with change(held, actor=actor, now=now, verb="controlled_forms.withdrawn"):
        held.withdrawn_on = on
    return held


@transaction.atomic
def retire_form(*, actor: Actor, now: datetime, form: ControlledForm) -> None:
    """The day of its withdrawal has come: the edition leaves the register."""
    held = ControlledForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    with change(held, actor=actor, now=now, verb="controlled_forms.retired"):
        held.retired_at, held.retired_why = now, _("已作废")


def _write(actor: Actor, now: datetime, estate: Any, **values: Any) -> ControlledForm:
    made = ControlledForm.objects.create(company_id=estate.company_id, estate=estate, **values)
    record(actor=actor, now=now, verb="controlled_forms.created", of=made)
    return made
