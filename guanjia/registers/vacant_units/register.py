"""The register of vacant homes (空置房台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.vacant_units.models import VacantUnit


def _due(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(retired_at=None, next_round_on__lte=now().date())


def _faulty(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(faults__gt=0)


VACANT_UNITS = publish(
    Register(
        code="vacant_units", label=_("空置房"), model=VacantUnit, noun=_("套"), icon="home-off",
        group=_("钥匙与通行"), paper="WY-KF-KZ-03",
        fields=("unit", "kind", "vacant_since", "key_tag", "note"),
        columns=("unit", "kind", "key_tag", "checked_on", "next_round_on", "faults"),
        filters=("kind", Flag("due", _("应巡查"), _due), Flag("faulty", _("有问题未修复"), _faulty)),
        search=("unit__key__icontains", "key_tag__icontains"), sort="unit__sort_key",
        keepers=(DESK, BUTLER, SUPERVISOR, MANAGER), asked_as={"unit": ("房间", "房屋")},
        label_lines=lambda row: (str(row), row.key_tag),
        doings={"checked": pgettext_lazy("done", "巡查"), "handed_over": pgettext_lazy("done", "移交")},
    )
)  # fmt: skip
