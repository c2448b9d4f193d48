"""The register of archives (档案台账)."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.archives.models import Archive


def _out(rows: Any, request: HttpRequest) -> Any:
    return rows.exclude(lent_at=None)


def _overdue(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(back_on__lt=localdate(now()))


def _due(rows: Any, request: HttpRequest) -> Any:
    """What may be destroyed: the retention has ended and the file is in its box."""
    return rows.filter(destroy_after__lt=localdate(now()), retired_at=None, lent_at=None)


def _state(archive: Archive) -> str:
    if archive.destroyed_on:
        return _now("已销毁")
    if archive.is_out:
        return _now("借出：%(who)s") % {"who": archive.lent_to}
    return "" if archive.retired_at else _now("在库")


ARCHIVES = publish(
    Register(
        code="archives", label=_("档案"), model=Archive, noun=_("卷"), icon="archive", group=_("内部管理"),
        paper="WY-KF-DA-01",
        fields=("number", "title", "kind", "unit", "box", "retention", "secrecy", "filed_on", "note"),
        columns=("number", "title", "kind", "unit", "box", "retention", "secrecy", "filed_on", "destroy_after",
                 "lent_to", "back_on"),
        filters=("kind", "retention", "secrecy", Flag("out", _("借出未还"), _out),
                 Flag("overdue", _("逾期未还"), _overdue), Flag("due", _("到期待销毁"), _due)),
        search=("number__icontains", "title__icontains", "box__icontains", "lent_to__icontains",
                "unit__key__icontains"),
        sort="number", keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"number": ("档案号",), "title": ("名称", "文件名"), "kind": ("类别",), "box": ("存放位置", "柜号"),
                  "unit": ("房间", "房屋"), "retention": ("保存期限",), "filed_on": ("立卷日期",)},
        state=_state, readers=(SUPERVISOR, MANAGER, HEADQUARTERS),
        others=lambda actor: ~Q(secrecy=Archive.Secrecy.SECRET),
        label_lines=lambda archive: (archive.number, archive.title[:20], archive.box),
    )
)  # fmt: skip
