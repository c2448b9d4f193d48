"""The owners' vote 业主大会表决 (E17): 15 days of notice, the roll of the day, ballots, quorum, majority, published."""

from guanjia.directory.team.roles import MANAGER, SUPERVISOR
from guanjia.engine.sop import OPENER, SYSTEM, Answers, Go, Parameter, Procedure, Step, workdays
from guanjia.procedures.owners_vote import effects
from guanjia.procedures.owners_vote.papers import DECISION, MATTER, NOTICE, RESULT

LEADERS = (SUPERVISOR, MANAGER)
TWO_THIRDS, THREE_QUARTERS = ("2/3", "三分之二以上"), ("3/4", "四分之三以上")


def is_declined(facts: Answers) -> bool:
    return facts.get("decision") == "declined"


# fmt: off
class OwnersVote(Procedure):
    """The owners decide by head and by area; each head counts once, and everybody can check his own."""

    code, version, label, prefix, group = "owners_vote", 1, "业主大会表决", "YB", "社区与业委会"
    asked_as = ("业主大会", "投票", "选票")
    opened_by = LEADERS
    papers = (NOTICE, RESULT)
    intake = MATTER
    notice_days = Parameter("公示天数", "number", 15, unit="天", least=15)
    quorum = Parameter("参加表决的法定比例", "choice", "2/3", choices=(TWO_THIRDS, THREE_QUARTERS))
    grave = Parameter("重大事项的同意比例", "choice", "3/4", choices=(TWO_THIRDS, THREE_QUARTERS))
    with_parking = Parameter("车位面积计入表决", "tick", False)

    review = Step("审核表决事项", Parameter("由谁审核", "roles", (MANAGER,)), workdays(2), asks=DECISION,
                  approves="decision", why="decision_why", not_by=(OPENER,),
                  then=[Go(None, is_declined), Go("notice")])
    notice = Step("公示表决事项", LEADERS, workdays(2), asks=NOTICE.part("notice_on", "notice_where", "notice_photos"),
                  effect=effects.announce, then="roll")
    roll = Step("投票当天确定名册", LEADERS, until="opens_on", may_delay=False, effect=effects.freeze, then="ballots")
    ballots = Step("收集选票", SYSTEM, wakes_at="closes_on", then="count")
    count = Step("计票", LEADERS, workdays(1), asks=RESULT.part("witnesses"), effect=effects.count, then="publish")
    publish = Step("公布表决结果", LEADERS, workdays(2), may_delay=False,
                   asks=RESULT.part("published_on", "published_where", "published_photos"))
