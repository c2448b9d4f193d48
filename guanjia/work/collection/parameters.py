"""The reminder plan and its stop rules, as a company, branch or estate sets them for itself (with history)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.engine.params.values import Parameters
from guanjia.engine.sop.duration import Parameter
from guanjia.work.collection.rules import Level, Plan, Stage, Way

LABEL = _("催缴")
LEVELS = {
    Level.FRIENDLY: _("温馨提醒"),
    Level.SECOND: _("再次提醒"),
    Level.FORMAL: _("催缴函"),
    Level.LAWYER: _("律师函"),
}
WAYS = {
    Way.MAIL: _("电子邮件"),
    Way.LETTER: _("纸质信函"),
    Way.PHONE: _("电话"),
    Way.TEXT: _("短信/微信（复制文字发送）"),
}
PLACEHOLDERS = _(
    "可用的占位：{name} 姓名、{unit} 房号、{amount} 合计、{late} 其中违约金、{count} 笔数、{items} 明细、"
    "{due} 最早应缴日期、{link} 缴费链接、{hotline} 服务热线、{estate} 项目、{company} 公司、{today} 日期"
)
_WORDS = {
    Level.FRIENDLY: (
        "{name}，您好：",
        "您在{estate}的{unit}有 {count} 笔费用还没有缴纳，合计 {amount} 元，最早一笔应于 {due} 缴纳。",
        "{items}",
        "方便时可点开链接缴费：{link} ，也可到服务中心缴纳。如已缴纳，请忽略本提醒。",
        "如有疑问，请拨打 {hotline}。谢谢您的支持！——{company}",
    ),
    Level.SECOND: (
        "{name}，您好：",
        "再次提醒您：{estate}{unit}尚有 {count} 笔费用未缴，合计 {amount} 元（含违约金 {late} 元），"
        "最早一笔应于 {due} 缴纳。",
        "{items}",
        "请您尽快缴纳：{link} 。如有困难或对费用有疑问，请拨打 {hotline}，我们与您一起想办法。——{company}",
    ),
    Level.FORMAL: (
        "{name}：",
        "截至 {today}，您在{estate}{unit}共欠缴 {count} 笔费用，合计人民币 {amount} 元（含违约金 {late} 元），"
        "最早一笔应于 {due} 缴纳。明细如下：",
        "{items}",
        "请在收到本函之日起七日内缴清。逾期未缴的，我公司将依物业服务合同继续计收违约金，并保留通过法律途径追索的权利。",
        "缴费链接：{link}   服务热线：{hotline}",
    ),
    Level.LAWYER: (
        "{name}：",
        "受{company}委托，就您拖欠{estate}{unit}物业费用一事致函如下：",
        "截至 {today}，您欠缴 {count} 笔费用，合计人民币 {amount} 元（含违约金 {late} 元），最早一笔应于 {due} 缴纳。"
        "经多次书面催告，您仍未缴纳。",
        "{items}",
        "请在收到本函之日起十日内缴清；逾期将依法提起诉讼，由此产生的费用由您承担。联系电话：{hotline}",
    ),
}
_DAYS = {Level.FRIENDLY: 3, Level.SECOND: 15, Level.FORMAL: 45, Level.LAWYER: 120}
_WAY = {Level.FRIENDLY: Way.MAIL, Level.SECOND: Way.MAIL, Level.FORMAL: Way.LETTER, Level.LAWYER: Way.LETTER}
_OFFERED = tuple((way.value, label) for way, label in WAYS.items())


def _level(level: Level) -> tuple[Parameter, ...]:
    name = f"collection.{level.name.lower()}"
    label: Any = LEVELS[level]
    return (
        Parameter(label, "tick", True, key=f"{name}_on", help=_("不勾选则跳过这一级")),
        Parameter(_("应缴日后多少天"), "number", _DAYS[level], key=f"{name}_days", unit=_("天"), least=1, most=3650),
        Parameter(_("方式"), "choice", _WAY[level].value, key=f"{name}_way", choices=_OFFERED),
        Parameter(_("正文（每行一段）"), "lines", _WORDS[level], key=f"{name}_words", help=PLACEHOLDERS),
    )  # fmt: skip


PARAMETERS = (
    *(each for level in Level for each in _level(level)),
    Parameter(
        _("没有电子邮箱时改用"), "choice", Way.TEXT.value, key="collection.fallback",
        choices=tuple(one for one in _OFFERED if one[0] != Way.MAIL),
    ),
    Parameter(_("两次提醒至少间隔"), "number", 7, key="collection.again_days", unit=_("天"), least=1, most=365),
    Parameter(_("欠费不足多少元不提醒"), "money", 1000, key="collection.least"),
    Parameter(_("房产有未办结的投诉时不提醒"), "tick", True, key="collection.stop_complaint"),
    Parameter(_("重点客户不自动提醒"), "tick", True, key="collection.spare_key"),
    Parameter(
        _("带这些标签的客户不自动提醒"), "lines", ("困难户", "低保户"), key="collection.spare_tags",
    ),
)  # fmt: skip


def plan_of(estate: Any, *, now: datetime) -> Plan:
    """The plan in force at an estate; levels that are switched off are left out. One statement."""
    here = Parameters.of(estate, now)
    stages = [
        Stage(level, here.value(f"{name}_days"), Way(here.value(f"{name}_way")), "\n".join(here.value(f"{name}_words")))
        for level in Level
        if here.value(f"{(name := f'collection.{level.name.lower()}')}_on")
    ]  # fmt: skip
    return Plan(
        stages=tuple(stages),
        fallback=Way(here.value("collection.fallback")),
        again_days=here.value("collection.again_days"),
        least=Decimal(here.value("collection.least")) / 100,
        spare_key=here.value("collection.spare_key"),
        spare_tags=frozenset(here.value("collection.spare_tags")),
        stop_complaint=here.value("collection.stop_complaint"),
    )
