"""The register of contractors (施工与外包单位台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.contractors.models import Contractor


def _expired(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(licence_until__lt=localdate(now()))


def _state(contractor: Contractor) -> str:
    return "" if contractor.is_licensed(localdate(now())) else _now("资质已过期")


CONTRACTORS = publish(
    Register(
        code="contractors", label=_("施工与外包单位"), model=Contractor, noun=_("家"), icon="building-factory-2",
        group=_("装修与许可"), paper="WY-KF-ZX-07",
        fields=("name", "kind", "licence", "licence_until", "contact", "phone", "note"),
        columns=("name", "kind", "licence", "licence_until", "contact", "phone"),
        filters=("kind", Flag("expired", _("资质过期"), _expired)),
        search=("name__icontains", "licence__icontains", "contact__icontains"),
        sort="name", keepers=(DESK, SUPERVISOR, MANAGER),
        asked_as={
            "name": ("单位", "公司名称", "施工单位"), "licence": ("执照号", "资质编号"), "phone": ("电话", "手机"),
        },
        state=_state,
        label_lines=lambda one: (one.name, one.licence),
    )
)  # fmt: skip
