"""A task as it is given, done and checked."""

import pytest

from guanjia.kernel.errors import Forbidden, Refused
from guanjia.work.cases import actions


@pytest.fixture
def give(cast, acting, now):
    def give(owner, by="2026-11-25"):
        said = {"task": "清理天台杂物", "task_owner": owner.pk, "task_by": by}
        with acting(cast.supervisor):
            return actions.register_case(
                actor=cast.supervisor,
                now=now,
                estate=cast.estate,
                procedure="assignment",
                words="清理",
                answers=said,
            )

    return give


def test_done_by_its_day_and_checked_by_another(cast, give, walk, waiting, due, at, now):
    with pytest.raises(Refused, match="不能早于今天"):
        give(cast.technician, "2026-11-17")
    case = give(cast.technician)
    assert due(case, "carry_out") == at("2026-11-26 00:00")
    with pytest.raises(Forbidden):
        walk(case, now, (cast.butler, "carry_out", {"task_done": "已清"}))
    case = walk(case, now, (cast.technician, "carry_out", {"task_done": "已清"}))
    case = walk(case, now, (cast.supervisor, "check", {"task_ok": False, "task_note": "还有一处"}))
    assert waiting(case) == ["carry_out"]
    case = walk(case, now, (cast.technician, "carry_out", {"task_done": "全清"}))
    assert walk(case, now, (cast.manager, "check", {"task_ok": True})).state == "closed"


def test_who_did_it_does_not_check_it(cast, give, walk, now):
    case = walk(give(cast.supervisor), now, (cast.supervisor, "carry_out", {"task_done": "已清"}))
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "check", {"task_ok": True}))
