"""Use of a stamp 用印 (E18): asked, approved by somebody else, put on by its keeper, counted in the book."""

from guanjia.directory.team.roles import BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, Answers, Go, Parameter, Procedure, Step, hours
from guanjia.procedures.stamp_use import effects
from guanjia.procedures.stamp_use import papers as sheets


def is_weighty(facts: Answers) -> bool:
    return facts.get("is_weighty") is True


def is_allowed(facts: Answers) -> bool:
    return facts.get("allowed") is True


# fmt: off
class StampUse(Procedure):
    """No stamp without somebody else's word; those that bind the company need the manager's or headquarters'."""

    code, version, label, prefix, group = "stamp_use", 1, "用印", "YZ", "内部管理"
    asked_as = ("盖章", "公章", "合同章")
    opened_by = (DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (sheets.REQUEST, sheets.BOOK)
    intake = sheets.REQUEST.part(*sheets.INTAKE)
    opening = effects.look
    start = [Go("approve_weighty", is_weighty), Go("approve")]

    approve = Step("批准用印", Parameter("由谁批准", "roles", (SUPERVISOR, MANAGER)), hours(4), asks=sheets.DECISION,
                   approves="allowed", why="allowed_why", not_by=(OPENER,), effect=effects.decide,
                   then=[Go("stamp", is_allowed), Go(None)])
    approve_weighty = Step("批准公章、合同章等用印", Parameter("由谁批准", "roles", (MANAGER, HEADQUARTERS)), hours(8),
                           asks=sheets.DECISION,
                           approves="allowed", why="allowed_why", not_by=(OPENER,), effect=effects.decide,
                           then=[Go("stamp", is_allowed), Go(None)])
    stamp = Step("保管人用印", (SUPERVISOR, MANAGER), hours(4), asks=sheets.STAMPING, effect=effects.put_on)
