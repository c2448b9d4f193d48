"""The register of sign-ups (活动报名台账)."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Column
from guanjia.registers.signups.models import Signup

SIGNUPS = publish(
    Register(
        code="signups", label=_("活动报名"), model=Signup, noun=_("条"), icon="user-plus", group=_("社区与业委会"),
        paper="WY-KF-WH-07",
        fields=("activity", "unit", "name", "persons", "phone", "note"),
        columns=("activity", "unit", "name", "persons", Column("phone", _("联系电话"), kind="phone"), "note"),
        search=("activity__title__icontains", "name__icontains", "unit__key__icontains"), sort="-pk",
        keepers=(DESK, AGENT, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"activity": ("活动", "活动名称"), "unit": ("房间", "房屋"), "name": ("姓名",), "persons": ("人数",)},
        label_lines=lambda row: (row.name, str(row.activity)),
    )
)  # fmt: skip
