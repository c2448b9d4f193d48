"""The register of disclosures of customer data (客户资料查询登记簿)."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.disclosures.models import Disclosure


def _good(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(until__gte=localdate(now()), retired_at=None)


def _state(one: Disclosure) -> str:
    if one.retired_at:
        return ""
    return _now("有效") if one.until >= localdate(now()) else _now("已到期")


DISCLOSURES = publish(
    Register(
        code="disclosures", label=_("客户资料查询"), model=Disclosure, noun=_("次"), icon="shield-lock",
        group=_("内部管理"), paper="WY-KF-ZL-02",
        fields=("number", "asked_by", "authority", "ground", "purpose", "what", "granted_on", "until", "note"),
        columns=("number", "asked_by", "authority", "ground", "what", "granted_on", "until", "looks"),
        filters=("authority", Flag("good", _("有效期内"), _good)),
        search=("number__icontains", "asked_by__icontains", "ground__icontains", "purpose__icontains"),
        sort="-number", keepers=(MANAGER,),
        asked_as={"asked_by": ("查询单位",), "purpose": ("用途",), "ground": ("依据", "文号")},
        state=_state, panel="disclosures_screen/_panel.html", readers=(SUPERVISOR, MANAGER, HEADQUARTERS),
        others=lambda actor: Q(handler_id=actor.pk) | Q(approver_id=actor.pk),
        label_lines=lambda one: (one.number, one.asked_by[:20]),
        doings={"exported": pgettext_lazy("done", "导出")},
    )
)  # fmt: skip
