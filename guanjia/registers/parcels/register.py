"""The register of mail (邮件台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.registers.parcels.models import Parcel


def _waiting(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(retired_at=None)


PARCELS = publish(
    Register(
        code="parcels", label=_("邮件"), model=Parcel, noun=_("件"), icon="package", group=_("邮件与便民"),
        paper="WY-KF-YJ-03",
        fields=("kind", "sender", "number", "addressee", "unit", "shelf", "confidential", "note"),
        columns=("sender", "number", "addressee", "unit", "kind", "shelf", "arrived_at", "confidential"),
        filters=("kind", Flag("waiting", _("待领取"), _waiting)),
        search=("number__icontains", "addressee__icontains", "sender__icontains", "shelf__icontains", "code__iexact"),
        sort="shelf", keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"number": ("单号", "快递单号"), "sender": ("快递公司", "寄件人"), "shelf": ("位置", "货架号")},
        state=lambda parcel: "" if parcel.retired_at else _("待领取"),
        label_lines=lambda parcel: (parcel.number, parcel.shelf),
        doings={
            "fetched": pgettext_lazy("done", "领取"), "returned": pgettext_lazy("done", "退回"),
            "shelved": pgettext_lazy("done", "上架"),
        },
    )
)  # fmt: skip
