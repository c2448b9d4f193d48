"""Renovation 装修 (E7): applied, tested, paid, permitted; looked at daily; accepted; three months later let go."""

from guanjia.directory.team.roles import AGENT, BUTLER, DESK, GUARD, MANAGER, SUPERVISOR, TECHNICIAN
from guanjia.engine.sop import (
    OPENER,
    SYSTEM,
    Go,
    Parameter,
    Procedure,
    Refuse,
    Split,
    Step,
    actor_of,
    days,
    hours,
    workdays,
)
from guanjia.procedures.renovation import effects, guards
from guanjia.procedures.renovation import papers as sheets
from guanjia.work.cashier.effects import PAID

DESKS, ENGINEERS, LEADERS = (DESK, BUTLER, SUPERVISOR), (TECHNICIAN, SUPERVISOR), (SUPERVISOR, MANAGER)
ROUNDS = (TECHNICIAN, BUTLER, GUARD, SUPERVISOR)


# fmt: off
class Renovation(Procedure):
    """Works in a home. No permit without approval, tests and deposits; no refund without a second look."""

    code, version, label, prefix, group = "renovation", 1, "装修", "XK", "装修与许可"
    asked_as = ("装修申请", "装修许可证", "装修押金")
    opened_by = (AGENT, DESK, BUTLER, SUPERVISOR, MANAGER)
    papers = (sheets.APPLICATION, sheets.PERMIT, sheets.ROUND, sheets.NOTICE, sheets.ACCEPTANCE, sheets.REFUND)
    intake = sheets.APPLICATION.part(*sheets.INTAKE)
    opening = effects.look_at_contractor
    owner_deposit = Parameter("业主装修押金", "money", 1000_00, unit="元")
    contractor_deposit = Parameter("施工单位装修押金", "money", 3000_00, unit="元")
    pass_deposit = Parameter("每张施工证押金", "money", 30_00, unit="元", help="填 0 不收")
    waste_fee = Parameter("装修垃圾清运费", "money", 300_00, unit="元", help="填 0 不收")
    heating_months = Parameter("供暖月份", "lines", ("11", "12", "1", "2", "3"),
                               help="这些月份申请的，暖气不做打压试验")
    noise_hours = Parameter("可进行噪音施工的时间", "lines", ("8:00–12:00", "14:00–18:00"))
    wait_months = Parameter("施工单位押金等待", "number", 3, unit="个月", least=0)

    file = Step("收齐资料、告知禁止事项", DESKS, hours(4), asks=sheets.APPLICATION.part(*sheets.FILED),
                effect=effects.file_application, then=Split("decide", "tests", join="collect"),
                refuses=(Refuse(guards.lacks_warning, "禁止事项要逐条告知并由业主、施工单位签字"),))
    decide = Step("审批", Parameter("由谁审批", "roles", LEADERS), workdays(3), asks=sheets.DECISION,
                  approves="approved", why="approved_why", not_by=(OPENER,),
                  then=[Go(None, guards.is_declined, alone=True), Go("collect")])
    tests = Step("闭水、打压试验", Parameter("由谁做试验", "roles", ENGINEERS), workdays(3), asks=sheets.TESTS,
                 refuses=(Refuse(guards.lacks_pressure, "现在不在供暖季，须做打压试验并填写结果"),),
                 then=[Go("retest", guards.has_failed), Go("collect")])
    retest = Step("试验不合格整改", ENGINEERS, workdays(3), asks=sheets.RETEST, then="tests")
    collect = Step("通知缴纳押金和费用", DESKS, hours(4), effect=effects.ask_for_money, then="paying")
    paying = Step("缴纳押金和费用", SYSTEM, awaits=PAID, then="permit")
    permit = Step("发放许可证和施工证", Parameter("由谁签发", "roles", LEADERS), hours(4), not_by=(OPENER,),
                  asks=sheets.PERMIT.part("permit_from", "permit_until"), effect=effects.issue_permit, then="round")
    round = Step("每日巡查", ROUNDS, days(1), fills=sheets.ROUND,
                 then=[Go("notice", guards.is_violated), Go("change", guards.is_to_change),
                       Go("accept", guards.is_done), Go("round")])
    notice = Step("发违章整改通知", ROUNDS, hours(4), then="recheck",
                  asks=sheets.NOTICE.part("violation", "violation_photos", "demand", "rectify_by", "stopped"))
    recheck = Step("复查整改", ROUNDS, days(1), until="rectify_by", asks=sheets.RECHECK, effect=effects.recheck,
                   then=[Go("keep", guards.is_to_keep), Go("notice", guards.is_not_rectified), Go("round")])
    keep = Step("申请扣押金", LEADERS, workdays(1), asks=sheets.KEEPING, effect=effects.ask_to_keep,
                then=[Go("mend", guards.has_faults), Go("second_check", guards.is_accepted),
                      Go("notice", guards.is_not_rectified), Go("round")])
    change = Step("提交延期或变更", DESKS, workdays(1), asks=sheets.CHANGE, then="decide_change")
    decide_change = Step("审批延期或变更", Parameter("延期由谁审批", "roles", LEADERS), workdays(3),
                         asks=sheets.CHANGED,
                         approves="change_ok", not_by=(OPENER, actor_of("change")),
                         effect=effects.allow_change,
                         then="round")
    accept = Step("竣工验收", Parameter("由谁验收", "roles", LEADERS), workdays(2), effect=effects.accept,
                  asks=sheets.ACCEPTANCE.part(*sheets.ACCEPTED),
                  refuses=(Refuse(guards.holds_passes, "施工证要全部交回才能验收；遗失的请先在台账写明"),),
                  then=[Go("wait", guards.is_accepted), Go("round")])
    wait = Step("等待复验", SYSTEM, wakes_at="recheck_on", then="second_check")
    second_check = Step("复验隐患", Parameter("由谁复验", "roles", LEADERS), workdays(5), asks=sheets.SOUND,
                        effect=effects.release_contractor,
                        then=[Go("keep", guards.is_to_keep), Go("mend", guards.has_faults), Go(None)])
    mend = Step("隐患整改", LEADERS, days(15), asks=sheets.MENDING, then="second_check")
