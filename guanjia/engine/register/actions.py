"""Writing registers: the same three verbs for all of them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor, require
from guanjia.engine.access.models import Reveal
from guanjia.engine.access.once import once
from guanjia.engine.audit.trail import change, record
from guanjia.engine.live.actions import signal
from guanjia.engine.register.declaration import Register
from guanjia.engine.register.models import RegisterRow
from guanjia.kernel.errors import Forbidden, Refused, Stale


def may_keep(register: Register, actor: Actor) -> bool:
    """Whether this person writes the register: `registers.edit`, and one of its keepers."""
    return "registers.edit" in actor.permissions and any(
        f"role.{role}" in actor.permissions for role in register.keepers
    )


@transaction.atomic
def add_record(
    *, register: Register, actor: Actor, now: datetime, estate: Any, values: Mapping[str, Any], key: str = ""
) -> RegisterRow:
    """A new line. Raises Refused with the field when the table does not take a value."""
    require_keeper(register, actor)

    def make() -> RegisterRow:
        row = register.model(company_id=estate.company_id, estate=estate, **values)
        _check(row)
        row.save()
        record(actor=actor, now=now, verb=f"{register.code}.created", of=row)
        _tell(register, row)
        return row

    return once(register.model, key=key, verb=f"{register.code}.add", actor=actor, now=now, make=make)


@transaction.atomic
def change_record(
    *,
    register: Register,
    actor: Actor,
    now: datetime,
    row: RegisterRow,
    values: Mapping[str, Any],
    version: int,
) -> RegisterRow:
    """Other values for a line that is still as the person saw it. Raises Stale, Refused."""
    require_keeper(register, actor)
    held: RegisterRow = _held(register, actor, row)
    if held.version != version:
        raise Stale(_("这条记录刚被别人改过，请看过再改"))
    with change(held, actor=actor, now=now, verb=f"{register.code}.edited"):
        for name, value in values.items():
            setattr(held, name, value)
        _check(held)
    held.version += 1
    held.save(update_fields=["version"])
    _tell(register, held)
    return held


@transaction.atomic
def retire_record(
    *, register: Register, actor: Actor, now: datetime, row: RegisterRow, reason: str
) -> RegisterRow:
    """Take a line out of use. Raises Refused without a reason or when the table says it is still needed."""
    require_keeper(register, actor)
    if not reason.strip():
        raise Refused(_("请写明停用的原因"), field="reason")
    held: RegisterRow = _held(register, actor, row)
    with change(held, actor=actor, now=now, verb=f"{register.code}.retired"):
        held.retired_at, held.retired_why = now, reason.strip()[:200]
        _check(held)
    _tell(register, held)
    return held


@transaction.atomic
def reveal_numbers(
    *, register: Register, actor: Actor, now: datetime, row: RegisterRow, fields: Iterable[str]
) -> str:
    """The phones in these fields of a line in full; who looked is written down."""
    require(actor, "phones.reveal")
    told = [number for name in fields if (number := getattr(row, name))]
    if told:
        Reveal.objects.create(
            company_id=row.company_id, actor_id=actor.pk, at=now, model=row._meta.label_lower, object_id=row.pk,
            field="number", reason=f"{register.label} {row}"[:100],
        )  # fmt: skip
    return " ".join(told)


def require_keeper(register: Register, actor: Actor) -> None:
    """Raises Forbidden unless the register is this person's to write."""
    require(actor, "registers.edit")
    if not may_keep(register, actor):
        raise Forbidden(_("“%(register)s”不归您的岗位登记") % {"register": register.label})


def _held(register: Register, actor: Actor, row: RegisterRow) -> Any:
    """The line as it is now, locked. Raises Stale when it is gone from sight or out of use."""
    held = register.model.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=row.pk).first()
    if held is None or held.retired_at:
        raise Stale(_("这条记录已停用或不在您的项目内"))
    return held


def _check(row: RegisterRow) -> None:
    """The table's own rules, said to the person before the database would."""
    try:
        row.full_clean(exclude=["company"])
    except ValidationError as wrong:
        name, said = next(iter(wrong.message_dict.items()))
        raise Refused(said[0], field="" if name == NON_FIELD_ERRORS else name) from wrong


def _tell(register: Register, row: RegisterRow) -> None:
    signal(estate_id=row.estate_id, topic=register.topic, id=row.pk)
