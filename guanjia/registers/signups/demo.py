"""Who comes to the children's class of the demo."""

from collections.abc import Iterator, Sequence
from typing import Any

from guanjia.directory.places.models import Unit
from guanjia.registers.activities.models import Activity

NAMES = ("赵女士", "钱先生", "孙女士", "李女士", "周先生", "吴女士")


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """Six families."""
    activity = Activity.objects.filter(estate_id=units[0].estate_id).order_by("-on").first()
    for number, (name, unit) in enumerate(zip(NAMES, units, strict=False)):
        yield {"activity": activity, "unit": unit, "name": name, "persons": 2 + number % 2}
