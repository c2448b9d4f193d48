"""The register of tenants (租户台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.tenants.models import Tenant


def _over(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(retired_at=None, until__lt=now().date())


def _unreported(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(retired_at=None, police_on=None)


TENANTS = publish(
    Register(
        code="tenants", label=_("租户"), model=Tenant, noun=_("户"), icon="users", group=_("房屋与租户"),
        paper="WY-KF-ZH-03",
        fields=("name", "unit", "persons", "since", "until", "landlord", "note"),
        columns=("name", "unit", "persons", "since", "until", "landlord", "police_on", "checked_on"),
        filters=(Flag("over", _("租期已过"), _over), Flag("unreported", _("未报派出所"), _unreported)),
        search=("name__icontains", "unit__key__icontains", "landlord__icontains"), sort="until",
        keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"name": ("承租人", "姓名"), "unit": ("房间", "房屋"), "persons": ("人数",), "landlord": ("业主",)},
        label_lines=lambda tenant: (tenant.name,),
        doings={
            "admitted": pgettext_lazy("done", "准入"), "left": pgettext_lazy("done", "迁出"),
            "prolonged": pgettext_lazy("done", "续期"), "reported": pgettext_lazy("done", "报备"),
        },
    )
)  # fmt: skip
