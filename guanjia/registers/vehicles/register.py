"""The register of cars (车辆台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.vehicles.models import Vehicle


def _over(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(valid_until__lt=now())


VEHICLES = publish(
    Register(
        code="vehicles", label=_("车辆"), model=Vehicle, noun=_("辆"), icon="car", group=_("钥匙与通行"),
        paper="WY-KF-TC-05",
        fields=("plate", "kind", "owner", "unit", "looks", "note"),
        columns=("plate", "kind", "owner", "unit", "looks", "space", "valid_until"),
        filters=("kind", Flag("over", _("已过期"), _over)),
        search=("plate__icontains", "owner__icontains", "unit__key__icontains"), sort="plate",
        keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"plate": ("车牌", "车号"), "owner": ("姓名",), "unit": ("房间", "房屋"), "looks": ("车型颜色",)},
        label_lines=lambda vehicle: (vehicle.plate, vehicle.owner),
        doings={"admitted": pgettext_lazy("done", "准入"), "stopped": pgettext_lazy("done", "停止通行")},
    )
)  # fmt: skip
