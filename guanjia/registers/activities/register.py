"""The register of community activities (社区活动台账)."""

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Column, Flag
from guanjia.kernel.time import now
from guanjia.registers.activities.models import Activity


def _coming(rows: Any, request: HttpRequest) -> Any:
    return rows.filter(retired_at=None, on__gte=localdate(now()))


def _free(activity: Activity) -> str:
    return _t("不限") if activity.places is None else str(activity.left)


ACTIVITIES = publish(
    Register(
        code="activities", label=_("社区活动"), model=Activity, noun=_("场"), icon="confetti",
        group=_("社区与业委会"), paper="WY-KF-WH-06",
        fields=("title", "on", "place", "signup_until", "note"),
        columns=(
            "title", "on", "place", "signup_until", "places", "taken",
            Column("left", _("剩余名额"), value=_free, kind="number"), "attended",
        ),
        filters=(Flag("coming", _("即将举办"), _coming),), search=("title__icontains", "place__icontains"), sort="-on",
        keepers=(SUPERVISOR, MANAGER), panel="activities/panel.html",
        state=lambda row: _t("已举办") if row.attended is not None else "",
        label_lines=lambda row: (row.title, str(row.on)),
    )
)  # fmt: skip
