"""The meeting with residents as the manual tells it."""

from datetime import timedelta

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Refused
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

HELD = {"came": 26, "said": "路灯太暗", "answered": "本月更换"}


def test_what_was_said_at_the_door_is_answered_to_all(cast, acting, signed, walk, now):
    with acting(system(cast.company.pk)):
        Case.objects.create(
            company=cast.company, estate=cast.estate, procedure="visits", procedure_key="visits@1", number="ZF1",
            title="走访", opened_at=now - timedelta(days=9), answers={"opinions": "楼道灯偏暗"},
        )  # fmt: skip
    with acting(cast.supervisor):
        us = {"actor": cast.supervisor, "now": now, "estate": cast.estate}
        case = actions.register_case(
            procedure="resident_meeting", words="照明沟通会", answers={"topic": "照明"}, **us
        )
        assert case.timeline.filter(text__contains="楼道灯偏暗").exists()
    at = now + timedelta(days=7)
    called = {"meeting_at": at.isoformat(), "meeting_place": "会所", "agenda": "一、照明"}
    with pytest.raises(Refused, match="要在将来"):
        walk(case, now, (cast.supervisor, "agenda", {**called, "meeting_at": now.isoformat()}))
    walk(case, now, (cast.supervisor, "agenda", called))
    with pytest.raises(Refused, match="提前 3 天"):
        walk(case, now, (cast.desk, "notice", {"told_on": f"{at:%Y-%m-%d}", "told_where": ["board"]}))
    walk(case, now, (cast.desk, "notice", {"told_on": f"{now:%Y-%m-%d}", "told_where": ["board"]}))

    def hold(moment):
        with acting(cast.manager):
            actions.complete_step(
                actor=cast.manager, now=moment, case=case, step="hold", answers=HELD,
                uploads=[("meeting_photos", signed())],
            )  # fmt: skip

    with pytest.raises(Refused, match="还没有开"):
        hold(now)
    hold(at)
    told = {"published_on": f"{at:%Y-%m-%d}", "published_where": ["group"]}
    assert walk(case, at, (cast.desk, "publish", told)).state == "closed"
