"""The catalogue of services (便民服务目录)."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.registers.services.models import Service

SERVICES = publish(
    Register(
        code="services", label=_("便民服务目录"), model=Service, noun=_("项"), icon="basket", group=_("邮件与便民"),
        paper="WY-KF-BM-04",
        fields=("name", "kind", "price", "per", "supplier", "lead_hours", "hours", "note"),
        columns=("name", "kind", "price", "per", "supplier", "lead_hours", "hours"),
        filters=("kind",), search=("name__icontains", "supplier__name__icontains"), sort="name",
        keepers=(SUPERVISOR, MANAGER),
        asked_as={"name": ("服务项目", "项目名称"), "price": ("单价", "价格"), "per": ("单位",)},
        label_lines=lambda service: (service.name, f"{service.price} / {service.per}"),
    )
)  # fmt: skip
