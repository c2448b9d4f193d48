"""The register of workers' passes (施工与出入证台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.passes.models import WorkerPass

STATES = {"valid": _("有效"), "lapsed": _("已过期"), "early": _("未到期"), "returned": _("已交回")}


def _lapsed(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(valid_until__lt=localdate(now()), returned_at=None)


def _out(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(returned_at=None)


PASSES = publish(
    Register(
        code="passes", label=_("施工与出入证"), model=WorkerPass, noun=_("张"), icon="id-badge-2",
        group=_("装修与许可"), paper="WY-KF-ZX-08",
        fields=("number", "kind", "name", "contractor", "unit", "valid_from", "valid_until", "deposit", "note"),
        columns=("number", "kind", "name", "contractor", "unit", "valid_until", "returned_at"),
        filters=("kind", Flag("out", _("未交回"), _out), Flag("lapsed", _("过期未交回"), _lapsed)),
        search=("number__icontains", "name__icontains", "contractor__name__icontains", "unit__key__icontains"),
        sort="number", keepers=(DESK, SUPERVISOR, MANAGER),
        asked_as={"number": ("编号", "证号"), "contractor": ("单位", "施工单位"), "unit": ("房号", "房间")},
        state=lambda one: STATES[one.state(localdate(now()))],
        label_lines=lambda one: (one.number, one.name, _now("有效期至 %(day)s") % {"day": one.valid_until}),
        doings={
            "let_in": pgettext_lazy("done", "进门"), "let_out": pgettext_lazy("done", "出门"),
            "returned": pgettext_lazy("done", "交回"),
        },
    )
)  # fmt: skip
