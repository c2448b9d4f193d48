"""The count of the keys as the manual tells it."""

import pytest

from guanjia.engine.access import system
from guanjia.kernel.errors import Forbidden, Refused
from guanjia.registers.keys.actions import lend_key
from guanjia.registers.keys.models import Key
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

SETTLED = {"differences_settled": "A-02 丢失，已停用", "locks_safe": True}


@pytest.fixture
def keys(acting, cast, now, at):
    """Three tags, one of them with 陈师傅."""
    with acting(system(cast.company.pk)):
        home = {
            "company": cast.company,
            "estate": cast.estate,
            "kind": "public",
            "place": "A柜",
            "opens": "大堂",
        }
        made = [Key.objects.create(tag=f"A-0{number}", **home) for number in (1, 2, 3)]
    with acting(cast.desk):
        lend_key(key=made[2], actor=cast.desk, now=now, to="陈师傅", back_by=at("2026-11-21 18:00"))


def counted(now, tags, **more):
    return {"counted_on": f"{now:%Y-%m-%d}", "tags_counted": tags, "counted_with": "刘主管", **more}


def test_every_difference_has_a_tag_and_another_person_settles_it(cast, keys, register, walk, waiting, now):
    case = register("key_count", now, words="月末盘点")
    for wrong, why in (
        (counted(now, 1), "应在柜 2 牌"), (counted(now, 1, tags_missing="A-03"), "不是应在柜的钥匙"),
        (counted(now, 3, tags_surplus="A-01"), "本来就应在柜"),
        (counted(now, 2) | {"counted_on": "2099-01-01"}, "不能晚于今天"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=why):
            walk(case, now, (cast.desk, "count", wrong))
    said = counted(now, 2, tags_missing="A-02", tags_surplus="A-03\n")
    case = walk(case, now, (cast.supervisor, "count", said))
    assert waiting(case) == ["settle"] and case.answers["tags_out"] == 1
    with pytest.raises(Forbidden, match="当事人以外"):
        walk(case, now, (cast.supervisor, "settle", SETTLED))
    with pytest.raises(Refused, match="换锁后再办结"):
        walk(case, now, (cast.manager, "settle", {**SETTLED, "locks_safe": False}))
    assert walk(case, now, (cast.manager, "settle", SETTLED)).state == "closed"


def test_the_calendar_begins_it_where_keys_are_kept(acting, cast, keys, register, walk, at):
    day = at("2026-12-25 06:20")
    for _again in range(2):
        actions.begin_recurring(now=day)
    with acting(system(None)):
        case = Case.objects.get(procedure="key_count")
    assert case.estate_id == cast.estate.pk
    assert walk(case, day, (cast.desk, "count", counted(day, 2))).state == "closed"
