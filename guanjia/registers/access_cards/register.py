"""The register of access cards (一卡通台账)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.directory.people.models import Occupancy
from guanjia.directory.team.roles import BUTLER, DESK, MANAGER, SUPERVISOR
from guanjia.engine.register.declaration import Register, publish
from guanjia.engine.ui.lists import Flag
from guanjia.kernel.time import now
from guanjia.registers.access_cards.models import AccessCard


def _frozen(rows: Any, request: HttpRequest) -> Any:
    return rows.exclude(frozen_at=None)


def _moved_out(rows: Any, request: HttpRequest) -> Any:
    """Household cards of people who no longer live there: the monthly list."""
    here = Occupancy.objects.filter(
        Q(until=None) | Q(until__gte=localdate(now())), unit=OuterRef("unit"), customer=OuterRef("customer"),
        retired_at=None,
    )  # fmt: skip
    return rows.exclude(customer=None).filter(~Exists(here), unit__isnull=False)


def _state(card: AccessCard) -> str:
    return _now("已冻结") if card.frozen_at else _now("正常")


CARDS = publish(
    Register(
        code="access_cards", label=_("一卡通"), model=AccessCard, noun=_("张"), icon="id",
        group=_("钥匙与通行"), paper="WY-KF-KT-03",
        fields=("number", "kind", "holder", "unit", "customer", "doors", "parking", "note"),
        columns=("number", "kind", "holder", "unit", "doors", "parking", "frozen_at"),
        filters=("kind", Flag("frozen", _("已冻结"), _frozen), Flag("moved-out", _("住户已迁出"), _moved_out)),
        search=("number__icontains", "holder__icontains", "unit__key__icontains"),
        sort="number", keepers=(DESK, BUTLER, SUPERVISOR, MANAGER),
        asked_as={"number": ("门禁卡号", "IC卡号"), "holder": ("姓名", "使用人"), "unit": ("房间", "房屋")},
        state=_state,
        label_lines=lambda card: (card.number, card.holder),
        doings={"frozen": pgettext_lazy("done", "冻结"), "thawed": pgettext_lazy("done", "解冻")},
    )
)  # fmt: skip
