"""The audit trail in people's words: who changed which field from what to what."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from guanjia.engine.access.actor import Actor, spoken
from guanjia.engine.audit.models import AuditEntry
from guanjia.engine.ui.shown import masked_phone, when

DOINGS: dict[str, Any] = {
    "created": pgettext_lazy("done", "新建"), "added": pgettext_lazy("done", "添加"),
    "edited": pgettext_lazy("done", "修改"), "retired": pgettext_lazy("done", "停用"),
    "started": pgettext_lazy("done", "开始"), "ended": pgettext_lazy("done", "结束"),
    "made_primary": pgettext_lazy("done", "设为首选"), "merged": pgettext_lazy("done", "并入他人"),
    "merged_in": pgettext_lazy("done", "并入重复档案"), "merge_undone": pgettext_lazy("done", "撤销合并"),
    "imported": pgettext_lazy("done", "导入"), "status_set": pgettext_lazy("done", "改状态"),
    "zone_assigned": pgettext_lazy("done", "分配片区"), "rekeyed": pgettext_lazy("done", "改房号"),
    "lent": pgettext_lazy("done", "借出"), "returned": pgettext_lazy("done", "归还"),
    "lost": pgettext_lazy("done", "遗失"), "opened": pgettext_lazy("done", "开通"),
    "issued": pgettext_lazy("done", "发放"), "extended": pgettext_lazy("done", "延期"),
    "counted": pgettext_lazy("done", "清点"),
}  # fmt: skip
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
SECRET = {"number", "digits", "phone", "id_number"}
SILENT = {
    "id",
    "company_id",
    "estate_id",
    "estate_ids",
    "version",
    "digits",
    "moved",
    "kept",
    "customer_id",
    "unit_id",
    "lent_by_id",
}


@dataclass(frozen=True)
class Change:
    """One entry: when, who, what was done to what, and the fields with their values before and after."""

    at: datetime
    who: str
    doing: str
    fields: list[tuple[str, str, str]]


def changes_of(
    actor: Actor,
    things: Iterable[tuple[type[Model], Iterable[int]]],
    *,
    most: int = 30,
    doings: Mapping[str, Any] | None = None,
) -> list[Change]:
    """What was changed about these records, newest first; `doings` are further words for verbs. One statement."""
    words = {**DOINGS, **(doings or {})}
    about = Q()
    for model, ids in things:
        about |= Q(model=model._meta.label_lower, object_id__in=list(ids))
    entries = AuditEntry.objects.visible_to(actor).filter(about).order_by("-id")[:most]
    return [
        Change(entry.at, spoken(entry.actor_name), _doing(entry, words), _fields(entry)) for entry in entries
    ]


def _doing(entry: AuditEntry, words: Mapping[str, Any]) -> str:
    model = apps.get_model(entry.model)
    last = entry.verb.rpartition(".")[2]
    return f"{words.get(last, last)} · {model._meta.verbose_name}"


def _fields(entry: AuditEntry) -> list[tuple[str, str, str]]:
    model = apps.get_model(entry.model)
    names = [name for name in {**entry.before, **entry.after} if name not in SILENT]
    return [
        (_label(model, name), _said(name, entry.before.get(name)), _said(name, entry.after.get(name)))
        for name in names if (entry.before.get(name) or None) != (entry.after.get(name) or None)
    ]  # fmt: skip


def _label(model: type[Model], name: str) -> str:
    try:
        field: Any = model._meta.get_field(name.removesuffix("_id"))
        return str(field.verbose_name)
    except FieldDoesNotExist:
        return name


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("空")
    if name in SECRET:
        return masked_phone(str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str) and MOMENT.match(value):
        return when(datetime.fromisoformat(value))
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
