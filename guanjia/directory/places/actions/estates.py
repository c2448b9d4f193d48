"""The company, its branches and its estates."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.places.actions._shared import (
    EDIT,
    create,
    given,
    locked,
    owned,
    rename,
    require_everywhere,
    save,
)
from guanjia.directory.places.models import Branch, Company, Estate
from guanjia.directory.team.scope import refresh_branch
from guanjia.engine.access import Actor, require
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.kernel.errors import Refused

COMPANY_FIELDS = ("name", "short_name", "hotline")
ESTATE_FIELDS = frozenset({"name", "code", "branch", "address", "hotline", "handed_over_on"})


@transaction.atomic
def rename_company(
    *,
    actor: Actor,
    now: datetime,
    company: Company,
    name: str,
    short_name: str = "",
    hotline: str | None = None,
) -> Company:
    """Name, short name and, when given, the hotline. Needs the whole company in view."""
    require(actor, EDIT)
    require_everywhere(actor)
    company = Company.objects.select_for_update().get(pk=actor.company_id)
    before = {field: getattr(company, field) for field in COMPANY_FIELDS}
    company.name, company.short_name = given(name, "name"), short_name.strip()
    if hotline is not None:
        company.hotline = hotline.strip()
    save(company, _("公司名称“%(name)s”已被使用。") % {"name": name})
    after = {field: getattr(company, field) for field in COMPANY_FIELDS}
    record(actor=actor, now=now, verb="company.renamed", of=owned(company), before=before, after=after)
    return company


@transaction.atomic
def create_branch(*, actor: Actor, now: datetime, name: str, key: str = "") -> Branch:
    """A level between company and estate. Refused when the name is taken."""
    require(actor, EDIT)
    require_everywhere(actor)

    def make() -> Branch:
        return create(
            Branch(company_id=actor.company_id, name=given(name, "name")), actor, now, _("已有同名的区域。")
        )

    return once(Branch, key=key, verb="branch.create", actor=actor, now=now, make=make)


@transaction.atomic
def rename_branch(*, actor: Actor, now: datetime, branch: Branch, name: str) -> Branch:
    require(actor, EDIT)
    require_everywhere(actor)
    return rename(Branch, branch, actor, now, name, _("已有同名的区域。"))


@transaction.atomic
def create_estate(
    *,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    branch: Branch | None = None,
    address: str = "",
    hotline: str = "",
    handed_over_on: date | None = None,
    key: str = "",
) -> Estate:
    """Open an estate. Refused when its code or name is taken."""
    require(actor, EDIT)
    require_everywhere(actor)

    def make() -> Estate:
        estate = Estate(
            company_id=actor.company_id,
            branch=branch,
            code=given(code, "code"),
            name=given(name, "name"),
            address=address,
            hotline=hotline,
            handed_over_on=handed_over_on,
        )
        _refuse_taken(estate)
        create(estate, actor, now, _("项目代码或名称已被使用。"))
        if branch:
            refresh_branch(branch.pk)
        return estate

    return once(Estate, key=key, verb="estate.create", actor=actor, now=now, make=make)


@transaction.atomic
def edit_estate(*, actor: Actor, now: datetime, estate: Estate, **values: Any) -> Estate:
    """Set some of ESTATE_FIELDS. Code and branch need the whole company in view; whoever works for the branch that the
    estate leaves or joins sees it accordingly from then on."""
    require(actor, EDIT)
    if unknown := set(values) - ESTATE_FIELDS:
        raise TypeError(f"not to be edited: {sorted(unknown)}")
    estate = locked(Estate, actor, estate)
    was = (estate.code, estate.branch_id)
    with change(estate, actor=actor, now=now, verb="estate.edited"):
        for name, value in values.items():
            setattr(estate, name, given(value, name) if name in ("name", "code") else value)
        _refuse_taken(estate)
    if was != (estate.code, estate.branch_id):
        require_everywhere(actor)
    for branch_id in {was[1], estate.branch_id} - {None} if was[1] != estate.branch_id else ():
        refresh_branch(branch_id)
    return estate


def _refuse_taken(estate: Estate) -> None:
    others = Estate.objects.filter(company_id=estate.company_id).exclude(pk=estate.pk)
    if others.filter(code=estate.code).exists():
        raise Refused(_("项目代码“%(code)s”已被使用。") % {"code": estate.code}, field="code", code="taken")
    if others.filter(name=estate.name).exists():
        raise Refused(_("已有同名的项目。"), field="name", code="taken")


@transaction.atomic
def rename_estate(*, actor: Actor, now: datetime, estate: Estate, name: str) -> Estate:
    require(actor, EDIT)
    return rename(Estate, estate, actor, now, name, _("已有同名的项目。"))
