"""The register of parking spaces (车位台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.parking_spaces.models import ParkingSpace


def _free(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(use="free", retired_at=None)


def _over(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(until__lt=now().date())


PARKING_SPACES = publish(
    Register(
        code="parking_spaces", label=_("车位"), model=ParkingSpace, noun=_("个"), icon="parking",
        group=_("钥匙与通行"), paper="WY-KF-TC-04",
        fields=("number", "zone", "kind", "note"),
        columns=("number", "zone", "kind", "use", "holder", "plate", "until"),
        filters=("kind", "use", Flag("free", _("空闲"), _free), Flag("over", _("已到期"), _over)),
        search=("number__icontains", "plate__icontains", "holder__icontains", "zone__icontains"), sort="number",
        keepers=(DESK, SUPERVISOR, MANAGER),
        asked_as={"number": ("车位编号", "车位"), "zone": ("区域", "位置")},
        state=lambda space: space.get_use_display(),
        label_lines=lambda space: (space.number, space.zone),
        doings={
            "freed": pgettext_lazy("done", "释放"), "given": pgettext_lazy("done", "分配"),
            "passed_on": pgettext_lazy("done", "转给下一家"),
        },
    )
)  # fmt: skip
