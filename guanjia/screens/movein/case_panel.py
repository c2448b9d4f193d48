"""On the case of a home that moves in: its batch, when it was asked to come, and its page."""

from typing import Any

from guanjia.engine.access import Actor
from guanjia.work.cases.models import Case
from guanjia.work.cases.panels import Panel, publish
from guanjia.work.movein.models import Home


def _home(case: Case, actor: Actor) -> dict[str, Any] | None:
    homes = Home.objects.visible_to(actor).select_related("batch", "slot")
    home = homes.filter(case=case).first()
    return {"home": home} if home else None


PANEL = publish(Panel("move_in", "movein/case_panel.html", _home))
