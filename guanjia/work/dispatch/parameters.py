"""Numbers of dispatch that a company, branch or estate may set for itself."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop.duration import Limit, Parameter
from guanjia.work.dispatch.models import WorkOrder

LABEL = _("派工")
PARAMETERS = (
    Parameter(_("接单时限（规程未定时）"), "limit", Limit(10, "minutes"), key="dispatch.accept"),
    Parameter(_("暂停超过多久须主管确认"), "number", 24, key="dispatch.long_pause", unit=_("小时"), least=1, most=720),
    Parameter(_("完工须有维修前后照片"), "tick", True, key="dispatch.photos"),
    Parameter(_("入户完工须有客户签名或签字单照片"), "tick", True, key="dispatch.signature"),
    Parameter(_("自动派给最合适的当班师傅"), "tick", False, key="dispatch.auto"),
)  # fmt: skip


@dataclass(frozen=True)
class Needs:
    """What must be there before an order can be completed."""

    photos: bool
    signature: bool


def needs(order: WorkOrder, *, now: datetime) -> Needs:
    """A signature is asked for where a customer is at home to give it."""
    here = Parameters.of(order.estate, now)
    home = order.kind == WorkOrder.Kind.HOME
    return Needs(photos=here.value("dispatch.photos"), signature=home and here.value("dispatch.signature"))


def long_pause_hours(order: WorkOrder, *, now: datetime) -> int:
    return Parameters.of(order.estate, now).value("dispatch.long_pause")


def usual_accept_limit(order: WorkOrder, *, now: datetime) -> Limit:
    return Parameters.of(order.estate, now).value("dispatch.accept")


def is_automatic(order: WorkOrder, *, now: datetime) -> bool:
    return Parameters.of(order.estate, now).value("dispatch.auto")
