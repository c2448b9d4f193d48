"""The register of stamps (印章台账)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.registers.stamps.models import Stamp

STAMPS = publish(
    Register(
        code="stamps", label=_("印章"), model=Stamp, noun=_("枚"), icon="rubber-stamp", group=_("内部管理"),
        paper="WY-KF-YZ-03",
        fields=("name", "kind", "keeper", "place", "note"),
        columns=("name", "kind", "keeper", "place", "uses", "last_used_at"),
        filters=("kind",), search=("name__icontains", "keeper__name__icontains", "place__icontains"),
        sort="name", keepers=(SUPERVISOR, MANAGER),
        asked_as={"name": ("印章",), "place": ("存放处", "存放位置"), "keeper": ("管理人",)},
        label_lines=lambda stamp: (stamp.name, stamp.place),
        doings={"used": pgettext_lazy("done", "用印")},
    )
)  # fmt: skip
