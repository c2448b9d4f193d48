"""The register of the owners' committee (业主委员会委员台账)."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Column, Flag
from guanjia.kernel.time import now
from guanjia.registers.committee_members.models import CommitteeMember


def _serving(rows: Any, request: HttpRequest) -> Any:
    today = localdate(now())
    return rows.filter(retired_at=None, since__lte=today, until__gte=today)


def _ending(rows: Any, request: HttpRequest) -> Any:
    today = localdate(now())
    return rows.filter(retired_at=None, until__gte=today, until__lte=today + timedelta(days=90))


def _state(member: Any) -> str:
    today = localdate(now())
    if today < member.since:
        return _t("未到任期")
    return _t("在任") if today <= member.until else _t("任期已满")


COMMITTEE_MEMBERS = publish(
    Register(
        code="committee_members", label=_("业主委员会委员"), model=CommitteeMember, noun=_("位"), icon="users-group",
        group=_("社区与业委会"), paper="WY-KF-YW-01",
        fields=("name", "unit", "post", "since", "until", "phone", "note"),
        columns=("name", "unit", "post", "since", "until", Column("phone", _("联系电话"), kind="phone")),
        filters=("post", Flag("serving", _("在任"), _serving), Flag("ending", _("三个月内到期"), _ending)),
        search=("name__icontains", "unit__key__icontains"), sort="-until", keepers=(SUPERVISOR, MANAGER),
        asked_as={"name": ("姓名",), "unit": ("房间", "房屋"), "post": ("职位",)},
        state=_state, label_lines=lambda member: (member.name, member.get_post_display()),
    )
)  # fmt: skip
