"""Which archives may be destroyed, and their destruction."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.engine.sop import Answers
from guanjia.engine.sop.fields import record
from guanjia.kernel.errors import Refused
from guanjia.registers.archives.actions import destroy_archive
from guanjia.registers.archives.models import Archive
from guanjia.work.cases.records import note_records
from guanjia.work.ledger.actions import today

LINE = record("due_archive", "销毁档案", "archives")
MOST = 500


def draw_up(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """The list of what is due: kept as long as it must, and in its box. Raises Refused when nothing is."""
    kept = Archive.objects.filter(estate_id=case.estate_id, retired_at=None)
    if answers["archive_class"] != "all":
        kept = kept.filter(kind=answers["archive_class"])
    due = list(kept.filter(destroy_after__lt=today(case.estate, now), lent_at=None).order_by("number")[:MOST])
    if not due:
        raise Refused(_none_due(kept), field="archive_class")
    for one in due:
        note_records(case, [LINE], {LINE.code: one.pk})
    return _listed(due)


def except_some(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """What is still of use stays. Raises Refused for a number that is not on the list, or without a reason."""
    wanted = {one for one in re.split(r"[、，,\s]+", answers.get("excepted", "")) if one}
    due = _due(case)
    if unknown := sorted(wanted - {one.number for one in due}):
        raise Refused(
            _("清册里没有 %(number)s，请核对档号") % {"number": "、".join(unknown)}, field="excepted"
        )
    if wanted and not answers.get("excepted_why"):
        raise Refused(_("请写明继续保管的理由"), field="excepted_why")
    left = [one for one in due if one.number not in wanted]
    if not left:
        raise Refused(_("全部继续保管就没有要销毁的了，请作废本事项"), field="excepted")
    return _listed(left)


def destroy(*, case: Any, answers: Answers, actor: Any, now: datetime) -> dict[str, Any]:
    """Before the eyes of two, every line of the list is retired. Raises Refused, naming a file that has to be kept."""
    overseers = {answers["overseer"], answers["overseer_two"]}
    if len(overseers) < 2:
        raise Refused(_("须由两人监销，不能是同一人"), field="overseer_two")
    if actor.pk in overseers:
        raise Refused(_("经手销毁的人不能监销，请另派一人"), field="overseer")
    day = today(case.estate, now)
    why = _("已销毁，见 %(number)s") % {"number": case.number}
    for one in _due(case):
        destroy_archive(archive=one, actor=actor, now=now, today=day, why=why)
    return {"destroyed_on": day.isoformat()}


def _due(case: Any) -> list[Archive]:
    return list(Archive.objects.filter(pk__in=case.answers["due_ids"]).order_by("number"))


def _listed(due: Iterable[Archive]) -> dict[str, Any]:
    lines = [
        _("%(archive)s（%(box)s，%(retention)s，保管至 %(day)s）")
        % {
            "archive": one.name,
            "box": one.box,
            "retention": one.get_retention_display(),
            "day": one.destroy_after,
        }
        for one in due
    ]
    return {"due_ids": [one.pk for one in due], "due_count": len(lines), "due_list": "\n".join(lines)}


def _none_due(kept: Any) -> str:
    """Nothing to destroy, and when there will be."""
    if first := kept.exclude(destroy_after=None).order_by("destroy_after").first():
        said = _("没有保管期限届满的在库档案；最早到期的是 %(archive)s，保管至 %(day)s")
        return said % {"archive": first.name, "day": first.destroy_after}
    return _("没有保管期限届满的档案；永久保管的不能销毁")
