"""The register of controlled forms (受控表单清单)."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.controlled_forms.models import ControlledForm


def _in_use(rows: Any, request: HttpRequest) -> Any:
    today = localdate(now())
    return rows.filter(
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=today), issued_on__lte=today, retired_at=None
    )


def _state(form: ControlledForm) -> str:
    today = localdate(now())
    if form.is_in_use(today):
        return _now("现行")
    return _now("待生效") if form.issued_on > today else _now("已作废")


CONTROLLED_FORMS = publish(
    Register(
        code="controlled_forms", label=_("受控表单"), model=ControlledForm, noun=_("张"), icon="forms",
        group=_("内部管理"), paper="WY-KF-DZ-01",
        fields=("number", "title", "edition", "issued_on", "retention", "where_used", "note"),
        columns=("number", "title", "edition", "issued_on", "retention", "where_used", "withdrawn_on", "replaced_by"),
        filters=("retention", Flag("in-use", _("现行版本"), _in_use)),
        search=("number__icontains", "title__icontains", "where_used__icontains"),
        sort="number", keepers=(SUPERVISOR, MANAGER),
        asked_as={"number": ("表单编号",), "title": ("名称", "表单"), "issued_on": ("启用日期",),
                  "retention": ("保存期限",), "where_used": ("使用部门", "使用场所")},
        state=_state,
        label_lines=lambda form: (form.number, form.title[:20], form.edition),
        doings={"replaced": pgettext_lazy("done", "换新版"), "withdrawn": pgettext_lazy("done", "作废")},
    )
)  # fmt: skip
