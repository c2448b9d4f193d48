"""What is said about orders, in notices and on the case's timeline: kept as a code with facts, read in any language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.work.cases.timeline import read_by
from guanjia.work.dispatch.models import OrderPause, OrderPhoto, Quote, Refusal

PHRASES: dict[str, Any] = {
    "outside": gettext_lazy("由外部维修单位处理，等待通知"),
    "given": gettext_lazy("派给%(who)s"),
    "pooled": gettext_lazy("进入抢单池（%(pool)s）"),
    "claimed": gettext_lazy("%(who)s抢单"),
    "claimed_off_duty": gettext_lazy("%(who)s抢单（非当班）"),
    "accepted": gettext_lazy("%(who)s接单"),
    "set_out": gettext_lazy("%(who)s出发"),
    "set_out_again": gettext_lazy("%(who)s出发（第%(n)s次上门）"),
    "arrived": gettext_lazy("%(who)s到达现场"),
    "made_safe": gettext_lazy("%(who)s已排除险情"),
    "paused": gettext_lazy("暂停：%(pause)s"),
    "pause_agreed": gettext_lazy("%(who)s同意暂停"),
    "pause_overrun": gettext_lazy("暂停已到预计恢复时间，时限重新计时"),
    "resumed": gettext_lazy("继续作业"),
    "done": gettext_lazy("%(who)s完工：%(outcome)s"),
    "refused": gettext_lazy("%(who)s拒单：%(refusal)s"),
    "transferred": gettext_lazy("%(who)s转单：%(why)s"),
    "transferred_to": gettext_lazy("%(who)s转单：%(why)s → %(to)s"),
    "returned": gettext_lazy("%(who)s退单：%(why)s"),
    "cancelled": gettext_lazy("派工单取消：%(why)s"),
    "reopened": gettext_lazy("派工单恢复：%(holder)s"),
    "sent": gettext_lazy("已通知%(who)s"),
    "sent_promised": gettext_lazy("已通知%(who)s，承诺 %(until)s 前完成"),
    "promise_missed": gettext_lazy("%(who)s没有按承诺在 %(until)s 前完成，请催办并告知客户"),
    "quoted": gettext_lazy("报价 ¥%(total)s"),
    "quote_agreed": gettext_lazy("%(name)s同意报价 ¥%(total)s(%(agreed)s)"),
    "quote_declined": gettext_lazy("客户不同意报价 ¥%(total)s"),
    "materials": gettext_lazy("用料：%(used)s"),
    "material_struck": gettext_lazy("划掉用料：%(name)s"),
    "photo": "%(photo)s",
}
WHY: dict[str, Any] = {
    "case.closed": gettext_lazy("事项已办结"),
    "case.cancelled": gettext_lazy("事项已作废"),
    "case.merged": gettext_lazy("事项已并入另一事项"),
}
"""Why the house itself takes an order back; people write their own words."""

READ: dict[str, Callable[[Any], str]] = {
    "until": lambda at: f"{localtime(datetime.fromisoformat(at)):%Y-%m-%d %H:%M}",
    "total": lambda total: f"{Decimal(total):,.2f}",
    "pause": lambda code: str(OrderPause.Reason(code).label),
    "refusal": lambda code: str(Refusal.Reason(code).label),
    "agreed": lambda code: str(Quote.Agreement(code).label),
    "photo": lambda code: str(OrderPhoto.Kind(code).label),
    "pool": lambda name: name or _("未定部门"),
    "holder": lambda name: name or _("待派"),
    "why": lambda why: str(WHY.get(why, why)),
}
WORDS = "words"


@dataclass(frozen=True)
class Phrase:
    """One saying; called, it speaks the reader's language. Somebody's own `words` stand behind it as they are."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def __call__(self) -> str:
        facts = {name: READ.get(name, str)(value) for name, value in self.facts.items() if name != WORDS}
        return " ".join(filter(None, (str(PHRASES[self.code]) % facts, self.facts.get(WORDS, ""))))

    @property
    def kept(self) -> dict[str, Any]:
        return {"says": self.code, "facts": self.facts}


def phrase(code: str, **facts: Any) -> Phrase:
    """`facts` are plain values as they can be kept: codes of choices, ISO times, names."""
    return Phrase(code, {name: value.strip() if name == WORDS else value for name, value in facts.items()})


@read_by("order")
def read(data: dict[str, Any]) -> str:
    """A line of the timeline in the reader's language; empty for one that was written before lines had codes."""
    return Phrase(data["says"], data["facts"])() if data.get("says") in PHRASES else ""
