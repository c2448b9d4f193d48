"""The register of suppliers (供应商台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.suppliers.models import Supplier


def _lapsed(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(licence_until__lt=now().date())


SUPPLIERS = publish(
    Register(
        code="suppliers", label=_("供应商"), model=Supplier, noun=_("家"), icon="truck", group=_("邮件与便民"),
        paper="WY-KF-BM-05",
        fields=("name", "trade", "contact", "phone", "licence", "licence_until", "contract_until", "share", "note"),
        columns=("name", "trade", "contact", "licence_until", "contract_until", "share"),
        filters=(Flag("lapsed", _("执照已过期"), _lapsed),),
        search=("name__icontains", "trade__icontains", "contact__icontains"), sort="name",
        keepers=(DESK, SUPERVISOR, MANAGER),
        asked_as={"name": ("单位名称", "公司"), "share": ("分成比例",)},
        label_lines=lambda supplier: (supplier.name, supplier.trade),
    )
)  # fmt: skip
