"""What every action on a case begins with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine import sop
from guanjia.engine.access import Actor, SystemActor
from guanjia.engine.sop import answers as checks
from guanjia.kernel.errors import Refused, Stale
from guanjia.work.cases.fields import offered
from guanjia.work.cases.models import Case


def locked(case: Case, actor: Actor) -> Case:
    """The case as it is now, locked until the transaction ends. Raises Refused when the actor cannot see it."""
    found = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("estate", "unit__building")
        .filter(pk=case.pk)
        .first()
    )
    if found is None:
        raise Refused(_("找不到这个事项，或您无权查看"))
    return found


def refuse_if_over(case: Case) -> None:
    if case.is_over:
        raise Refused(
            _("事项%(number)s已%(state)s，不能再改动")
            % {
                "number": case.number,
                "state": case.get_state_display(),
            }
        )


def refuse_if_stale(case: Case, seen_version: int | None) -> None:
    """Raises Stale when somebody changed the case since the person looked at it."""
    if seen_version is not None and seen_version != case.version:
        raise Stale(_("%(number)s刚被别人改过，请先看看最新内容再办") % {"number": case.number})


def seen_again(case: Case) -> None:
    """The case has changed: whoever looked at it before has to look again."""
    case.version += 1
    Case.objects.filter(pk=case.pk).update(version=case.version)


def staff_id(actor: Actor) -> int | None:
    return None if isinstance(actor, SystemActor) else actor.pk


def refuse_unknown(
    fields: Iterable[sop.Field], answers: Mapping[str, Any], *, actor: Actor, estate_id: int
) -> None:
    """Raises Refused, naming the field, for a person, department or article that the form would not offer."""
    for field in fields:
        pk = answers.get(field.code)
        if field.kind not in ("person", "department", "article") or pk is None:
            continue
        if not offered(field.kind, actor, estate_id).filter(pk=pk).exists():
            raise Refused(complaint(field, checks.NOT_OFFERED), field=field.code)


def complaint(field: sop.Field, problem: str) -> str:
    """What is wrong with one answer, for the person at the screen."""
    said = {
        checks.MISSING: _("请先填写“%(field)s”"),
        checks.UNREADABLE: _("“%(field)s”填写的内容认不出来，请检查格式"),
        checks.NOT_OFFERED: _("“%(field)s”请从所列选项中选择"),
        checks.TOO_FEW: _("请先上传“%(field)s”"),
    }
    return said[problem] % {"field": _(field.label)}
