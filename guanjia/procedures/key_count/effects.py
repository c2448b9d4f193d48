"""What hangs in the cabinet against what the register says."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.kernel.errors import Refused
from guanjia.procedures.shared import today_of
from guanjia.registers.keys.models import Key


def begin(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused where no key is kept."""
    if not Key.objects.filter(estate_id=case.estate_id, retired_at=None).exists():
        raise Refused(_("钥匙台账里还没有钥匙，请先登记"))


def count(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The figures agree with the tags named, so that no difference stays without its tag. Raises Refused."""
    if date.fromisoformat(answers["counted_on"]) > today_of(case, now):
        raise Refused(_("盘点日期不能晚于今天"), field="counted_on")
    keys = Key.objects.filter(estate_id=case.estate_id, retired_at=None)
    out = set(keys.exclude(lent_at=None).values_list("tag", flat=True))
    hung = set(keys.filter(lent_at=None).values_list("tag", flat=True))
    missing, surplus = _tags(answers, "tags_missing"), _tags(answers, "tags_surplus")
    if strange := missing - hung:
        said = _("%(tags)s 不是应在柜的钥匙，请核对牌号") % {"tags": "、".join(sorted(strange))}
        raise Refused(said, field="tags_missing")
    if known := surplus & hung:
        said = _("%(tags)s 本来就应在柜，不算多出") % {"tags": "、".join(sorted(known))}
        raise Refused(said, field="tags_surplus")
    due = len(hung) - len(missing) + len(surplus)
    if int(answers["tags_counted"]) != due:
        said = _("应在柜 %(hung)d 牌，按写明的差异应点到 %(due)d 牌；请复点，或把差异的牌号写全")
        raise Refused(said % {"hung": len(hung), "due": due}, field="tags_counted")
    return {"tags_expected": len(hung), "tags_out": len(out), "differs": bool(missing or surplus)}


def settle(*, case: Any, answers: Answers, actor: Any, now: datetime) -> None:
    """Raises Refused while a lost key still opens something."""
    if not answers["locks_safe"]:
        raise Refused(_("丢失的钥匙还能开门，换锁后再办结"), field="locks_safe")


def _tags(answers: Answers, name: str) -> set[str]:
    return {line.strip() for line in (answers.get(name) or "").splitlines() if line.strip()}
