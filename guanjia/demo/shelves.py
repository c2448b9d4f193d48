"""The registers as the desk keeps them, and a few matters of the manual under way.

A register's folder may have `demo.py` with `lines(units)`: values for `add_record`, given forty homes of the estate.
"""

from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from guanjia.demo.company import World
from guanjia.demo.pictures import photo
from guanjia.directory.places.models import Estate, Unit
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.engine.register.actions import add_record, may_keep
from guanjia.engine.register.declaration import Register, registers
from guanjia.engine.register.models import RegisterRow
from guanjia.registers.keys.models import Key
from guanjia.work.cases import actions as cases

HOMES = 40
BORROWERS = ("陈师傅（工程部）", "张工（宏远建设）", "小孙（链家）")


def stock(world: World) -> None:
    """Every register that has lines to show, in both estates; keys out on loan, one of them too long."""
    for estate in world.estates:
        for register in sorted(registers().values(), key=_leans):
            _fill(world, estate, register)
        _lend_keys(world, estate)
        _work_on(world, estate)


def _leans(register: Register) -> bool:
    """Whether its lines point to lines of another register, which come first."""
    kinds = [field.related_model for field in register.model._meta.concrete_fields if field.is_relation]
    return any(issubclass(kind, RegisterRow) for kind in kinds if isinstance(kind, type))


def _fill(world: World, estate: Estate, register: Register) -> None:
    module = f"{register.model.__module__.rpartition('.')[0]}.demo"
    if not find_spec(module):
        return
    homes = list(Unit.objects.filter(estate=estate, retired_at=None).order_by("sort_key")[:HOMES])
    keeper = _keeper(world, estate, register)
    for values in import_module(module).lines(homes):
        add_record(register=register, actor=keeper, now=world.now, estate=estate, values=values)


def _keeper(world: World, estate: Estate, register: Register) -> Staff:
    posts = [roles.DESK, roles.SUPERVISOR, roles.MANAGER, *register.keepers]
    people = (one for post in posts for one in world.of(estate, post))
    return next(one for one in people if may_keep(register, one))


def _lend_keys(world: World, estate: Estate) -> None:
    """A key that should have been back an hour ago, and two that are out in good order."""
    desk = world.of(estate, roles.DESK)[0]
    keys = Key.objects.filter(estate=estate, kind=Key.Kind.PUBLIC).order_by("tag")[:3]
    for key, borrower, hours in zip(keys, BORROWERS, (-1, 3, 5), strict=False):
        began = world.now - timedelta(hours=4)
        asked = {
            "key": key.pk, "who": "staff", "borrower": borrower, "purpose": "检修",
            "back_by": (world.now + timedelta(hours=hours)).isoformat(),
        }  # fmt: skip
        case = cases.register_case(
            actor=desk, now=began, estate=estate, procedure="keys", words=f"借 {key.tag} 钥匙", channel="counter",
            answers=asked,
        )  # fmt: skip
        signed: list[Any] = [("taken", photo("signature"))]
        cases.complete_step(actor=desk, now=began, case=case, step="hand_out", answers={}, uploads=signed)


def _work_on(world: World, estate: Estate) -> None:
    """An improvement being carried out, and an accident of this morning that still wants its report."""
    chief, desk = world.of(estate, roles.SUPERVISOR)[0], world.of(estate, roles.DESK)[0]
    case = cases.register_case(
        actor=chief, now=world.now - timedelta(days=5), estate=estate, procedure="improvement", channel="staff",
        words="雨天大堂地滑，一周内两起投诉", answers={"source": "complaint", "found": "雨天大堂地滑"},
    )  # fmt: skip
    plan = {
        "cause": "入口没有防滑垫", "measure": "雨天铺防滑垫、放提示牌", "owner": world.of(estate, roles.TECHNICIAN)[0].pk,
        "done_by": (world.today + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    cases.complete_step(actor=chief, now=world.now - timedelta(days=4), case=case, step="plan", answers=plan)
    began = world.now - timedelta(hours=3)
    accident = cases.register_case(
        actor=desk, now=began, estate=estate, procedure="emergency", words="3栋大堂有老人滑倒，手腕疼",
        urgency="emergency", severity="serious", place="3栋大堂",
        answers={"event": "injury", "began_at": began.isoformat(), "hurt": "light", "major": False},
    )  # fmt: skip
    seen = {
        "people_first": True, "not_wider": True, "called_guard": True, "called_engineer": False, "called_manager": True,
        "log": "接报后 4 分钟到场，扶至沙发休息，联系家属，擦干地面并摆放提示牌", "called_outside": "",
    }  # fmt: skip
    cases.complete_step(
        actor=desk, now=began + timedelta(minutes=12), case=accident, step="scene", answers=seen
    )
