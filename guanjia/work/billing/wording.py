"""Bills and reasons as people read them. A bill is explained from its own snapshot alone."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.kernel.money import show
from guanjia.work.meters.models import Meter

# Why a unit got no bill, and what to do about it.
REASONS = {
    "no_version": (
        gettext_lazy("当时没有生效的收费标准"),
        gettext_lazy("在收费标准里加一个从那天起生效的标准"),
    ),
    "scope": (gettext_lazy("这项收费不适用于这类房产"), ""),
    "not_listed": (gettext_lazy("没有登记为收费对象"), gettext_lazy("要收的话，在收费标准里登记这个房号")),
    "no_handover": (gettext_lazy("没有交付日期，算不出周年"), gettext_lazy("在房产档案里填交付日期")),
    "handover": (gettext_lazy("还没有交付"), ""),
    "not_due": (gettext_lazy("收费周期不在这几个月开始"), ""),
    "billed": (gettext_lazy("已经出过账"), ""),
    "no_area": (gettext_lazy("没有建筑面积"), gettext_lazy("在房产档案里填建筑面积")),
    "no_quantity": (gettext_lazy("没有登记数量"), gettext_lazy("在收费标准里登记这个房号的数量")),
    "no_space": (gettext_lazy("名下没有车位"), ""),
    "no_owner": (gettext_lazy("没有登记业主"), gettext_lazy("在房产档案里登记业主和起始日期")),
    "no_tenant": (gettext_lazy("没有登记租户"), ""),
    "reduced": (gettext_lazy("已批准全免"), ""),
    "zero": (gettext_lazy("金额为零"), ""),
    "no_meter": (gettext_lazy("没有登记表具"), gettext_lazy("在抄表里登记这户的表")),
    "no_reading": (gettext_lazy("这个周期没有抄表"), gettext_lazy("补抄后重新计算")),
    "first_only": (gettext_lazy("第一次抄表是起数，下期才收费"), ""),
    "unconfirmed": (gettext_lazy("读数有疑问，还没有确认"), gettext_lazy("在抄表里确认或更正读数后重新计算")),
    "no_bill": (gettext_lazy("没有登记要分摊的总额"), gettext_lazy("在收费标准里登记这个周期的总额")),
    "no_weight": (gettext_lazy("没有登记分摊权重"), gettext_lazy("在收费标准里登记这个房号的权重")),
    "no_base": (gettext_lazy("作为基数的收费没有账单"), gettext_lazy("先给基数那项出账")),
}
# By the rules, not because something is missing.
BY_RULE = (
    "scope",
    "not_listed",
    "not_due",
    "handover",
    "billed",
    "reduced",
    "no_space",
    "first_only",
    "no_tenant",
)
SHARE_BY = {
    "area": gettext_lazy("按面积"), "household": gettext_lazy("按户"), "usage": gettext_lazy("按用量"),
    "weight": gettext_lazy("按权重"),
}  # fmt: skip


def reason_words(code: str, basis: dict[str, Any]) -> str:
    """`还没有交付(2026-12-05 交付)`."""
    said = str(REASONS[code][0]) if code in REASONS else code
    if code == "handover" and basis.get("on"):
        return _("%(said)s（%(day)s 交付）") % {"said": said, "day": basis["on"]}
    if code == "no_version" and basis.get("since"):
        return _("%(said)s（%(day)s 起才有）") % {"said": said, "day": basis["since"]}
    if code == "no_base":
        return f"{said}：{basis.get('of', '')}"
    return said


def basis_words(basis: dict[str, Any]) -> list[str]:
    """How an amount came about, a line for each part: `98.60㎡ × ¥2.80 × 1个月`."""
    writer = {
        "area": _by_quantity, "fixed": _by_quantity, "count": _by_quantity, "metered": _by_meter, "shared": _by_share,
        "percent": _by_percent, "late": _late, "corrected": _corrected,
    }.get(basis.get("method", ""))  # fmt: skip
    return list(writer(basis)) if writer else []


def _by_quantity(basis: dict[str, Any]) -> Iterator[str]:
    pieces = basis.get("pieces", ())
    for first, last, price, months, less in pieces:
        line = " × ".join(filter(None, [_quantity(basis), _money(price), _months(months, basis)]))
        if less != "0":
            line += " × " + _("（减免 %(percent)s%%）") % {"percent": _plain(less)}
        yield line if len(pieces) == 1 else f"{first} ~ {last}: {line}"


def _quantity(basis: dict[str, Any]) -> str:
    if basis["method"] == "area":
        return f"{basis['quantity']}㎡"
    return "" if basis["method"] == "fixed" else _("%(n)s 个") % {"n": _plain(basis["quantity"])}


def _months(months: str, basis: dict[str, Any]) -> str:
    worth = Fraction(months)
    said = _("%(n)s个周期") if basis.get("per") == "period" else _("%(n)s个月")
    whole, rest = divmod(worth, 1)
    if not rest:
        return said % {"n": whole}
    return said % {"n": f"{whole}+{rest}" if whole else str(rest)}


def _by_meter(basis: dict[str, Any]) -> Iterator[str]:
    for one in basis.get("meters", ()):
        line = _("表 %(number)s：%(start)s → %(end)s") % one
        if one.get("multiplier") not in (None, "1"):
            line += _("，倍率 %(multiplier)s") % one
        yield line + _("，用量 %(used)s") % one
    for quantity, price in basis.get("steps", ()):
        yield f"{_plain(quantity)} × {_money(price)}"
    yield from _less(basis)


def _by_share(basis: dict[str, Any]) -> Iterator[str]:
    yield _("总额 %(total)s，%(by)s分摊：%(weight)s / %(weights)s") % {
        "total": _money(basis["total"]), "by": SHARE_BY.get(basis["share_by"], ""), "weight": basis["weight"],
        "weights": basis["weights"],
    }  # fmt: skip
    yield from _less(basis)


def _by_percent(basis: dict[str, Any]) -> Iterator[str]:
    yield f"{basis['of']} {_money(basis['base'])} × {basis['percent']}%"
    yield from _less(basis)


def _late(basis: dict[str, Any]) -> Iterator[str]:
    yield _("%(of)s 应缴日 %(due_on)s，算到 %(through)s") % basis


def _corrected(basis: dict[str, Any]) -> Iterator[str]:
    yield _("原金额 %(was)s，更正原因：%(reason)s") % {"was": _money(basis["was"]), "reason": basis["reason"]}


def _less(basis: dict[str, Any]) -> Iterator[str]:
    if basis.get("less", "0") != "0":
        yield _("减免 %(percent)s%%") % {"percent": _plain(basis["less"])}


def version_words(version: Any) -> str:
    """A price in one line: `¥2.80/㎡/月`."""
    match version.method:
        case "area" | "fixed" | "count":
            unit = {"area": "/㎡", "fixed": _("/户"), "count": _("/个")}[version.method]
            per = version.get_cycle_display() if version.per == "period" else _("月")
            return f"{_money(str(version.price))}{unit}/{per}"
        case "metered":
            kind = dict(Meter.Kind.choices).get(version.meter_kind, "")
            return f"{kind} " + "、".join(_step(top, price) for top, price in version.steps)
        case "shared":
            return _("总额%(by)s分摊") % {"by": version.get_share_by_display()}
        case "percent":
            return f"{version.base} × {_plain(str(version.percent))}%"
    return ""


def _step(top: str | None, price: str) -> str:
    return (
        _money(price)
        if top is None
        else _("≤%(top)s %(price)s") % {"top": _plain(top), "price": _money(price)}
    )


def _money(text: str) -> str:
    """`¥2.80`; prices of more than two places keep them."""
    amount = Decimal(text)
    return show(amount) if amount == amount.quantize(Decimal("0.01")) else f"¥{_plain(text)}"


def _plain(text: str) -> str:
    return f"{Decimal(text).normalize():f}"
