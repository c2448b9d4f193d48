"""Which lines of registers a case is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.register import declaration as register
from guanjia.engine.sop.fields import Field
from guanjia.kernel.errors import Refused
from guanjia.work.cases.models import Case, CaseRecord


def note_records(case: Case, fields: Iterable[Field], answers: Mapping[str, Any]) -> None:
    """Keep which lines these answers name. Raises Refused for one that is not of the case's estate or out of use."""
    for field in fields:
        if field.kind != "record" or answers.get(field.code) is None:
            continue
        row = record_of(case, field, answers[field.code])
        CaseRecord.objects.get_or_create(
            company_id=case.company_id, estate_id=case.estate_id, case=case, register=field.of, object_id=row.pk,
            field=field.code,
        )  # fmt: skip


def record_of(case: Case, field: Field, pk: int) -> Any:
    rows = register.find(field.of).model.objects.filter(estate_id=case.estate_id, retired_at=None)
    row = rows.filter(pk=pk).first()
    if row is None:
        said = _("这条台账记录已停用或不在本项目，请重新选择“%(field)s”")
        raise Refused(said % {"field": _(field.label)}, field=field.code)
    return row
