"""On the case of a disclosure: the watermarked sheet, for whoever may export it."""

from typing import Any

from django.utils.timezone import localdate

from guanjia.engine.access import Actor
from guanjia.kernel.time import now
from guanjia.registers.disclosures.models import Disclosure
from guanjia.work.cases.models import Case
from guanjia.work.cases.panels import Panel, publish


def _sheet(case: Case, actor: Actor) -> dict[str, Any] | None:
    if "disclosure" not in case.answers:
        return None
    granted = Disclosure.objects.visible_to(actor).filter(pk=case.answers["disclosure"]).first()
    if granted is None or granted.why_not(actor, localdate(now())):
        return None
    return {"row": granted}


PANEL = publish(Panel("disclosure", "disclosures_screen/_case_panel.html", _sheet))
