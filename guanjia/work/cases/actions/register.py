"""A matter becomes a case."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.directory.people.models import Customer
from guanjia.directory.places.models import Estate, Unit
from guanjia.engine import sop
from guanjia.engine.access import Actor, require
from guanjia.engine.access.actor import may
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import record
from guanjia.engine.events import emit
from guanjia.engine.numbering.models import next_number
from guanjia.engine.sop import answers as checks
from guanjia.engine.sop import flow
from guanjia.engine.sop.fields import ATTACHED
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import clocks, moving
from guanjia.work.cases.actions._shared import complaint, refuse_unknown, staff_id
from guanjia.work.cases.events import CaseRegistered
from guanjia.work.cases.facts import facts_of
from guanjia.work.cases.indexing import index_case
from guanjia.work.cases.models import Case, Channel, Topic
from guanjia.work.cases.records import note_records
from guanjia.work.cases.rules import case_number, title_of
from guanjia.work.cases.timeline import tell


@transaction.atomic
def register_case(
    *,
    actor: Actor,
    now: datetime,
    estate: Estate,
    procedure: str,
    words: str,
    title: str = "",
    topic: str = Topic.OTHER,
    urgency: str = Case.Urgency.ORDINARY,
    severity: str = Case.Severity.ORDINARY,
    channel: str = Channel.PHONE,
    unit: Unit | None = None,
    customer: Customer | None = None,
    caller_name: str = "",
    caller_phone: str = "",
    place: str = "",
    promised_at: datetime | None = None,
    answers: dict[str, Any] | None = None,
    key: str = "",
) -> Case:
    """Register what was asked for; whoever takes it is its first owner. A repeated `key` gives the first case again.

    No unit, customer or phone is needed: callers may be anonymous and places public. Raises Refused (with `field`)
    when something does not fit, Forbidden without the permission that the procedure asks for.
    """
    spec = _procedure(procedure)
    require(actor, spec.permission)
    if estate.company_id != actor.company_id or estate.pk not in actor.estate_ids:
        raise Refused(_("您不在这个项目任职"), field="estate")
    if spec.opened_by and not any(may(actor, f"role.{role}") for role in spec.opened_by):
        raise Forbidden(_("“%(procedure)s”不由您的岗位发起") % {"procedure": _(spec.label)})
    _refuse_misfits(estate, unit, customer, words or title, promised_at, now)
    case = Case(
        company_id=estate.company_id,
        estate=estate,
        procedure=spec.code,
        procedure_key=spec.key,
        topic=topic,
        title=title_of(title, words),
        words=words,
        urgency=urgency,
        severity=severity,
        channel=channel,
        unit=unit,
        place=place,
        customer=customer,
        caller_name=caller_name,
        caller_phone=caller_phone,
        promised_at=promised_at,
        opened_at=now,
        first_owner_id=staff_id(actor),
        handler_id=staff_id(actor),
    )
    case.answers = {**intake(spec, case, answers or {}, actor), sop.OPENED_BY: staff_id(actor)}
    return once(
        Case,
        key=key,
        verb="case.register",
        actor=actor,
        now=now,
        make=lambda: _open(case, spec, actor=actor, now=now),
    )


def _open(case: Case, spec: type[sop.Procedure], *, actor: Actor, now: datetime) -> Case:
    day = timezone.localtime(now).strftime("%y%m%d")
    running = next_number(company_id=case.company_id, estate_id=case.estate_id, kind=spec.code, period=day)
    case.number = case_number(spec.prefix, day, running)
    case.save()
    note_records(case, spec.intake, case.answers)
    tell(case, kind="registered", actor=actor, now=now, text=case.words, data={"channel": case.channel})
    record(
        actor=actor,
        now=now,
        verb="case.registered",
        of=case,
        after={"number": case.number, "title": case.title},
    )
    if spec.opening:
        case.answers = {
            **case.answers,
            **(spec.opening(case=case, answers=case.answers, actor=actor, now=now) or {}),
        }
    with moving.in_hand(case):
        clocks.start_case(case, actor=actor, now=now)
        emit(CaseRegistered(case.pk, case.estate_id, now))
        for code in flow.begin(spec, facts_of(case)):
            moving.enter(case, code, actor=actor, now=now)
    moving.keep(case, and_due=True)
    index_case(case)
    return case


def intake(spec: type[sop.Procedure], case: Case, given: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What the procedure asks at registration, as it is kept. Photos come after the number, so none is missed here."""
    asked = [field for field in spec.intake if field.kind not in ATTACHED]
    answers, problems = checks.clean(asked, given, facts=facts_of(case), attached={})
    for field in asked:
        if field.code in problems:
            raise Refused(complaint(field, problems[field.code]), field=field.code)
    refuse_unknown(asked, answers, actor=actor, estate_id=case.estate_id)
    return answers


def _procedure(code: str) -> type[sop.Procedure]:
    try:
        return sop.latest(code)
    except KeyError:
        raise Refused(_("没有“%(code)s”这个规程") % {"code": code}, field="procedure") from None


def _refuse_misfits(
    estate: Estate,
    unit: Unit | None,
    customer: Customer | None,
    words: str,
    promised_at: datetime | None,
    now: datetime,
) -> None:
    if unit is not None and unit.estate_id != estate.pk:
        raise Refused(_("房号不在所选项目里，请重新选择房号"), field="unit")
    if customer is not None and customer.company_id != estate.company_id:
        raise Refused(_("客户不属于本公司"), field="customer")
    if not words.strip():
        raise Refused(_("请写明客户的诉求"), field="words")
    if promised_at is not None and promised_at <= now:
        raise Refused(_("约定时间已经过去，请改为将来的时间"), field="promised_at")
