"""The register of keys (钥匙台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.keys.models import Key


def _out(rows: Any, request: HttpRequest) -> Any:
    return rows.exclude(lent_at=None)


def _overdue(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(back_by__lt=now())


KEYS = publish(
    Register(
        code="keys", label=_("钥匙"), model=Key, noun=_("把"), icon="key", group=_("钥匙与通行"), paper="WY-KF-YS-01",
        fields=("tag", "kind", "place", "quantity", "opens", "unit", "note"),
        columns=("tag", "kind", "place", "quantity", "held_by", "back_by", "unit"),
        filters=("kind", Flag("out", _("借出未还"), _out), Flag("overdue", _("逾期未还"), _overdue)),
        search=("tag__icontains", "place__icontains", "held_by__icontains", "unit__key__icontains"),
        sort="tag", keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"tag": ("牌号", "钥匙编号", "钥匙号"), "unit": ("房间", "房屋"), "place": ("存放位置", "位置")},
        state=lambda key: _("借出：%(who)s") % {"who": key.held_by} if key.is_out else _("在柜"),
        label_lines=lambda key: (key.tag, key.place),
    )
)  # fmt: skip
