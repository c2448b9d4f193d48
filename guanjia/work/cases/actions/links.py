"""Cases that belong together: linked, split, merged."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.audit.trail import noted, record
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused
from guanjia.work.cases import clocks, moving
from guanjia.work.cases.actions._shared import locked, refuse_if_over
from guanjia.work.cases.actions.register import register_case
from guanjia.work.cases.events import CaseMerged, CaseUnmerged
from guanjia.work.cases.models import Case, CaseLink
from guanjia.work.cases.timeline import tell


@transaction.atomic
def link_cases(*, actor: Actor, now: datetime, case: Case, other: Case, kind: str = "related") -> CaseLink:
    """Say that two cases have to do with each other. Doing it twice changes nothing."""
    require(actor, "cases.handle")
    case, other = locked(case, actor), locked(other, actor)
    if case.pk == other.pk:
        raise Refused(_("不能与自身关联"))
    link, made = CaseLink.objects.get_or_create(
        case=case,
        other=other,
        kind=kind,
        ended_at=None,
        defaults={
            "company_id": case.company_id,
            "estate_id": case.estate_id,
            "at": now,
            "actor_id": actor.pk,
        },
    )
    if made:
        tell(case, kind="linked", actor=actor, now=now, data={"other": other.number, "kind": kind})
        tell(other, kind="linked", actor=actor, now=now, data={"other": case.number, "kind": kind})
    return link


@transaction.atomic
def unlink_cases(*, actor: Actor, now: datetime, link: CaseLink) -> None:
    require(actor, "cases.handle")
    case = locked(link.case, actor)
    CaseLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=now)
    tell(case, kind="unlinked", actor=actor, now=now, data={"other": link.other.number})


@transaction.atomic
def split_case(*, actor: Actor, now: datetime, case: Case, words: str, key: str = "", **changes: Any) -> Case:
    """Part of the matter goes its own way: a new case of the same caller and place, linked to this one."""
    require(actor, "cases.handle")
    case = locked(case, actor)
    refuse_if_over(case)
    same = {
        name: getattr(case, name)
        for name in (
            "estate",
            "procedure",
            "topic",
            "channel",
            "unit",
            "customer",
            "caller_name",
            "caller_phone",
            "place",
        )
    }
    made = register_case(actor=actor, now=now, words=words, key=key, **{**same, **changes})
    link_cases(actor=actor, now=now, case=case, other=made, kind="split")
    return made


@transaction.atomic
def merge_case(*, actor: Actor, now: datetime, case: Case, into: Case) -> Case:
    """This case is the same matter as another: it rests inside that one, its clocks are cancelled with the reason."""
    require(actor, "cases.handle")
    first, second = sorted((case, into), key=lambda one: one.pk)
    found = {one.pk: one for one in (locked(first, actor), locked(second, actor))}
    case, into = found[case.pk], found[into.pk]
    refuse_if_over(case)
    refuse_if_over(into)
    if case.pk == into.pk or case.estate_id != into.estate_id:
        raise Refused(_("只能并入同一项目的另一个事项"))
    clocks.cancel_all(case, reason=f"merged:{into.pk}", actor=actor, now=now)
    case.state, case.merged_into, case.version = Case.State.MERGED, into, case.version + 1
    moving.keep(case)
    tell(case, kind="merged", actor=actor, now=now, data={"into": into.number})
    tell(into, kind="merged_in", actor=actor, now=now, text=case.words, data={"other": case.number})
    record(actor=actor, now=now, verb="case.merged", of=case, after={"into": into.pk})
    emit(CaseMerged(case.pk, case.estate_id, now, into.pk))
    return case


@transaction.atomic
def unmerge_case(*, actor: Actor, now: datetime, case: Case) -> Case:
    """Undo a merge: the case and its clocks run on."""
    require(actor, "cases.supervise")
    case = locked(case, actor)
    if case.state != Case.State.MERGED:
        raise Refused(_("这个事项没有被并入别的事项"))
    into = case.merged_into
    clocks.restore_all(case, reason=f"merged:{case.merged_into_id}", actor=actor, now=now)
    with noted(case, actor=actor, now=now, verb="case.unmerged"):
        case.state = Case.State.FINISHED if case.finished_at else Case.State.OPEN
        case.merged_into, case.version = None, case.version + 1
        moving.keep(case)
    tell(case, kind="unmerged", actor=actor, now=now, data={"from": into.number if into else ""})
    emit(CaseUnmerged(case.pk, case.estate_id, now))
    return case
