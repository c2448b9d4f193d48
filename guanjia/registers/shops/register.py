"""The register of shops (商铺台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.shops.models import Shop


def _lapsed(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(licence_until__lt=now().date())


SHOPS = publish(
    Register(
        code="shops", label=_("商铺"), model=Shop, noun=_("家"), icon="building-store", group=_("房屋与租户"),
        paper="WY-KF-SP-04",
        fields=(
            "name", "unit", "trade", "licence", "licence_until", "lease_until", "fire_letter", "fire_contact",
            "contact", "phone", "hours", "sign_drawing", "note",
        ),
        columns=("name", "unit", "trade", "contact", "hours", "opened_on", "checked_on", "violations"),
        filters=(Flag("lapsed", _("执照已过期"), _lapsed),),
        search=("name__icontains", "unit__key__icontains", "contact__icontains", "licence__icontains"), sort="name",
        keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"name": ("店名", "商户"), "trade": ("业态", "经营项目"), "unit": ("铺号", "房间")},
        state=lambda shop: _("营业中") if shop.opened_on else _("未开业"),
        label_lines=lambda shop: (shop.name, shop.trade),
        doings={
            "opened": pgettext_lazy("done", "开业"), "checked": pgettext_lazy("done", "巡查"),
            "left": pgettext_lazy("done", "退租"),
        },
    )
)  # fmt: skip
