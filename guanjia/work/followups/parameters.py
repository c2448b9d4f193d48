"""The numbers of following up, where a procedure does not declare its own (`followup_share` …)."""

from django.utils.translation import gettext_lazy as _

from guanjia.engine.sop.duration import Parameter

LABEL = _("回访")
PARAMETERS = (
    Parameter(_("回访比例"), "percent", 100, key="followups.share", help=_("办结的事项中抽多少比例回访")),
    Parameter(
        _("回访期限（天）"),
        "number",
        3,
        key="followups.days",
        least=1,
        most=60,
        help=_("规程的环节没有规定时限时用"),
    ),
    Parameter(
        _("重大事项多少天后复访"), "number", 0, key="followups.again_days", most=365, help=_("0 为不复访")
    ),
    Parameter(
        _("打几次不通算未能回访"),
        "number",
        3,
        key="followups.attempts",
        least=1,
        most=9,
        help=_("要在一天里的不同时段（上午、下午、晚上）各试过"),
    ),
    Parameter(_("评价链接有效天数"), "number", 7, key="followups.link_days", least=1, most=60),
    Parameter(
        _("每月抽访住户比例"),
        "percent",
        5,
        key="followups.sample_month",
        help=_("每月第一天从已入住的住户中抽取，与事项无关；0 为不抽"),
    ),
    Parameter(
        _("每季抽访住户比例"),
        "percent",
        10,
        key="followups.sample_quarter",
        help=_("每季第一天抽取，分到三个月里回访；同一户一个月最多一次"),
    ),
    Parameter(
        _("每年普访住户比例"),
        "percent",
        100,
        key="followups.sample_year",
        help=_("每年一月一日抽取，分到十二个月里回访；同一户一个月最多一次"),
    ),
)
