"""What suppliers get for the services of a month."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

FEN = Decimal("0.01")


def settlement(cases: Any, before: Any) -> Iterator[dict[str, Any]]:
    """A row for each supplier: orders paid, their amount, his share of it and ours. Takes two querysets of cases."""
    now, then = (
        _by_supplier(cases.values_list("answers", flat=True)),
        _by_supplier(before.values_list("answers", flat=True)),
    )
    for name in sorted(now | then):
        count, amount, due = now.get(name, (0, Decimal(0), Decimal(0)))
        yield {
            "supplier_name": name,
            "count": count,
            "amount": str(amount),
            "due": str(due),
            "kept": str(amount - due),
            "before": str(then[name][2] if name in then else Decimal(0)),
        }


def share_of(amount: Decimal, percent: int) -> Decimal:
    """So many per cent, to the fen, half up."""
    return (amount * percent / 100).quantize(FEN, ROUND_HALF_UP)


def _by_supplier(answers: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, Decimal, Decimal]]:
    """Supplier → orders, amount, due to him. Only what is paid counts."""
    found: dict[str, tuple[int, Decimal, Decimal]] = {}
    for one in answers:
        if one.get("supplier_name") and one.get("service_paid"):
            amount = Decimal(one["service_paid"])
            count, total, due = found.get(one["supplier_name"], (0, Decimal(0), Decimal(0)))
            found[one["supplier_name"]] = (
                count + 1,
                total + amount,
                due + share_of(amount, one["supplier_share"]),
            )
    return found
