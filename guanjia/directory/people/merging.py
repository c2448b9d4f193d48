"""Two records that are one customer, and taking that back."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.directory.people.events import CustomersMerged, MergeUndone
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.engine.access import Actor, require, system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.audit.trail import facts, record
from guanjia.engine.events import emit
from guanjia.kernel.errors import Refused, Stale

EDIT = "customers.edit"
_FILLED = ("id_number", "gender", "birthday", "email")


@transaction.atomic
def merge_customers(*, actor: Actor, now: datetime, keep: Customer, gone: Customer) -> Customer:
    """Everything of `gone` becomes `keep`'s: homes, phones, cases and whatever else refers to it. What moved is in the
    audit trail, from which `undo_merge` puts it back. Returns the kept customer."""
    require(actor, EDIT)
    if keep.pk == gone.pk:
        raise Refused(_("请选择两位不同的客户。"))
    both = Customer.objects.visible_to(actor).select_for_update(of=("self",)).in_bulk([keep.pk, gone.pk])
    keep, gone = both[keep.pk], both[gone.pk]
    if keep.retired_at or gone.retired_at:
        raise Stale(_("其中一位客户已停用或已被合并，请刷新后再试。"))
    # Their homes and cases in estates out of the person's reach move too, or they would stay with nobody.
    with acting_as(system(actor.company_id)):
        return _join(keep, gone, actor=actor, now=now)


def _join(keep: Customer, gone: Customer, *, actor: Actor, now: datetime) -> Customer:
    moved = _move_all(keep, gone, now)
    before = facts(keep)
    _fill(keep, gone)
    keep.version += 1
    keep.save()
    gone.merged_into, gone.retired_at = keep, now
    gone.save(update_fields=["merged_into", "retired_at"])
    after = facts(keep)
    old = {name: value for name, value in before.items() if after[name] != value and name != "estate_ids"}
    new = {name: after[name] for name in old}
    record(
        actor=actor, now=now, verb="customer.merged_in", of=keep, before=old, after={**new, "merged": gone.pk}
    )
    record(
        actor=actor,
        now=now,
        verb="customer.merged",
        of=gone,
        before={"kept": old},
        after={"into": keep.pk, "moved": moved},
    )
    index_customers([keep.pk, gone.pk])
    emit(CustomersMerged(keep.pk, gone.pk, now))
    return keep


@transaction.atomic
def undo_merge(*, actor: Actor, now: datetime, gone: Customer) -> Customer:
    """Part again what `merge_customers` joined; what came to the kept one since stays there. Returns the restored."""
    require(actor, EDIT)
    gone = Customer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=gone.pk)
    keep = gone.merged_into and Customer.objects.select_for_update(of=("self",)).get(pk=gone.merged_into_id)
    if keep is None:
        raise Stale(_("“%(name)s”没有被合并。") % {"name": gone})
    entries = AuditEntry.objects.filter(model="people.customer", object_id=gone.pk, verb="customer.merged")
    entry = entries.order_by("-id").first()
    if entry is None:
        raise Refused(_("找不到合并时的记录，无法撤销。"))
    with acting_as(system(actor.company_id)):
        return _part(keep, gone, entry, actor=actor, now=now)


def _part(keep: Customer, gone: Customer, entry: AuditEntry, *, actor: Actor, now: datetime) -> Customer:
    gone.merged_into = gone.retired_at = None
    gone.save(update_fields=["merged_into", "retired_at"])
    _move_back(entry.after["moved"], keep, gone)
    _restore(keep, gone, entry.before["kept"])
    record(actor=actor, now=now, verb="customer.merge_undone", of=gone, after={"from": keep.pk})
    record(actor=actor, now=now, verb="customer.merge_undone", of=keep, after={"parted": gone.pk})
    index_customers([keep.pk, gone.pk])
    emit(MergeUndone(keep.pk, gone.pk, now))
    return gone


def _move_all(keep: Customer, gone: Customer, now: datetime) -> dict[str, list[int]]:
    """Point every reference at the kept one; a phone or home it has already is retired. Ids by `model.field`."""
    moved: dict[str, list[int]] = defaultdict(list)
    numbers = set(keep.phones.filter(retired_at=None).values_list("number", flat=True))
    homes = list(keep.occupancies.filter(retired_at=None))
    for relation in Customer._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        for row in model._base_manager.filter(**{field: gone}):
            if (isinstance(row, Phone) and row.retired_at is None and row.number in numbers) or (
                isinstance(row, Occupancy)
                and row.retired_at is None
                and any(_clash(row, home) for home in homes)
            ):
                place = f"{model._meta.label_lower}.retired"
                model._base_manager.filter(pk=row.pk).update(retired_at=now)
            else:
                place = f"{model._meta.label_lower}.{field}"
                extra = {"is_primary": False} if isinstance(row, Phone) and numbers else {}
                model._base_manager.filter(pk=row.pk).update(**{field: keep}, **extra)
                if extra and row.is_primary:
                    moved[f"{model._meta.label_lower}.is_primary"].append(row.pk)
            moved[place].append(row.pk)
    return dict(moved)


def _move_back(moved: dict[str, list[int]], keep: Customer, gone: Customer) -> None:
    for place, ids in moved.items():
        label, field = place.rsplit(".", 1)
        rows = apps.get_model(label)._base_manager.filter(pk__in=ids)
        if field == "retired":
            rows.update(retired_at=None)
        elif field == "is_primary":
            rows.update(is_primary=True)
        else:
            rows.filter(**{field: keep}).update(**{field: gone})


def _clash(one: Occupancy, other: Occupancy) -> bool:
    if (one.unit_id, one.role) != (other.unit_id, other.role):
        return False
    starts, ends = (
        (one.since or date.min, other.since or date.min),
        (one.until or date.max, other.until or date.max),
    )
    return max(starts) <= min(ends)


def _fill(keep: Customer, gone: Customer) -> None:
    for name in _FILLED:
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    keep.tags = list(dict.fromkeys([*keep.tags, *gone.tags]))
    keep.is_key = keep.is_key or gone.is_key
    if gone.note and gone.note not in keep.note:
        keep.note = "；".join(filter(None, [keep.note, gone.note]))[:500]
    keep.estate_ids = sorted({*keep.estate_ids, *gone.estate_ids})


def _restore(keep: Customer, gone: Customer, before: dict[str, Any]) -> None:
    """Give the kept one its old values where they still are what the merge made of them."""
    fields = {field.attname: field for field in Customer._meta.concrete_fields}
    keep.refresh_from_db()
    for name, old in before.items():
        setattr(keep, name, fields[name].to_python(old))
    keep.version += 1
    keep.save(update_fields=[*before, "version"])
    gone.refresh_from_db()
