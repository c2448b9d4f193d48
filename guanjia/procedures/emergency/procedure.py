"""Emergency and accident 紧急/意外 (E4): people first, then the record, the visit, the report, the review."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, HEADQUARTERS, MANAGER, SUPERVISOR
from guanjia.engine.sop import (
    Answers,
    Go,
    Parameter,
    Procedure,
    Refuse,
    Split,
    Step,
    hours,
    minutes,
    workdays,
)
from guanjia.engine.sop.fields import text
from guanjia.procedures.emergency.effects import open_improvement, take_plan
from guanjia.procedures.emergency.papers import REPORT, REVIEW, SCENE, STATEMENT, VISIT

FRONT = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)


def somebody_is_hurt(facts: Answers) -> bool:
    return facts.get("hurt") in ("light", "serious", "dead")


def is_major(facts: Answers) -> bool:
    return facts.get("major") is True or facts.get("hurt") in ("serious", "dead")


def people_wait(facts: Answers) -> bool:
    return not facts.get("people_first")


def manager_unknowing(facts: Answers) -> bool:
    return not facts.get("called_manager")


# fmt: off
class Emergency(Procedure):
    """People's safety first, the loss not wider, and everything on record."""

    code, version, label, prefix, group = "emergency", 1, "紧急和意外", "JJ", "应急与值班"
    asked_as = ("火灾", "燃气", "水淹", "停电", "困人", "受伤", "高空坠物", "求助", "意外")
    papers = (SCENE,)
    intake = SCENE.part("event", "plan", "began_at", "hurt", "major")
    opening = take_plan
    start = [Go(Split("scene", "headquarters", join="review"), is_major), Go("scene")]

    scene = Step("现场处置", FRONT, minutes(15), at_once=True, may_delay=False, replies=True,
                 asks=SCENE.part("people_first", "not_wider", "called_engineer", "called_guard", "called_manager",
                                 "called_outside", "log", "scene", "witnesses"),
                 refuses=(Refuse(people_wait, "先救人：确认人员已疏散、救护后才能往下走"),
                          Refuse(manager_unknowing, "请先通知项目经理")),
                 then=[Go(Split("statement", "visit", "report", join="review"), somebody_is_hurt),
                       Go(Split("statement", "report", join="review"))])
    headquarters = Step("报告总部", (MANAGER, SUPERVISOR), minutes(30), at_once=True, may_delay=False,
                        asks=(text("told_headquarters", "总部接报人"),), then="review")
    statement = Step("当事人陈述", FRONT, hours(24), fills=STATEMENT, then="review")
    visit = Step("慰问伤者", (MANAGER, SUPERVISOR, BUTLER), hours(24), asks=VISIT, then="review")
    report = Step("书面报告", (SUPERVISOR, MANAGER), hours(24), fills=REPORT, then="review")
    review = Step("复盘会议", Parameter("由谁主持", "roles", (MANAGER, HEADQUARTERS)), workdays(5), asks=REVIEW,
                  effect=open_improvement)
