"""The register of duty posts (值班岗位): where shifts are kept, and what changes hands there."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import ADMINISTRATOR, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.work.duty.models import DutyPost

POSTS = publish(
    Register(
        code="duty_posts", label=_("值班岗位"), model=DutyPost, noun=_("个"), icon="building-lighthouse",
        group=_("应急与值班"), paper="WY-KF-ZB-03", fields=("name", "role", "things", "note"),
        columns=("name", "role", "things"), filters=("role",), search=("name__icontains", "things__icontains"),
        sort="name", keepers=(SUPERVISOR, MANAGER, ADMINISTRATOR),
        asked_as={"name": ("岗位", "岗位名称"), "things": ("物品", "移交物品")},
    )
)  # fmt: skip
