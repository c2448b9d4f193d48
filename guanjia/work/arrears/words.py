"""Columns of workbooks of arrears and prepaid balances, and what to say about each trouble."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.owners import words as owners
from guanjia.directory.owners.finding import WHERE
from guanjia.directory.owners.looks import looks_like_day, looks_like_name
from guanjia.engine.imports.fields import Field

ERROR, WARNING, INFO = owners.ERROR, owners.WARNING, owners.INFO

FIELDS = (
    *WHERE,
    Field("plate", _("车牌号"), ("车牌号", "车牌", "车牌号码", "plate", "license plate")),
    Field(
        "name",
        _("欠费人"),
        (
            "欠费人",
            "业主姓名",
            "业主名称",
            "业主",
            "姓名",
            "客户名称",
            "客户姓名",
            "客户",
            "住户",
            "缴费人",
            "租户",
            "owner",
            "owner name",
            "customer",
            "name",
        ),
        looks_like_name,
    ),
    Field(
        "item",
        _("收费项目"),
        ("收费项目", "费用项目", "费用名称", "收费名称", "项目", "费项", "费用", "item", "fee"),
    ),
    Field(
        "period",
        _("费用所属期"),
        ("费用所属期", "所属期", "账期", "费用期间", "所属月份", "月份", "费用月份", "period", "month"),
    ),
    Field(
        "start",
        _("计费开始"),
        ("开始时间", "计费开始", "开始日期", "起始日期", "费用起", "起", "start", "from"),
        looks_like_day,
    ),
    Field(
        "end",
        _("计费结束"),
        ("结束时间", "计费结束", "结束日期", "截止日期", "费用止", "止", "end", "to"),
        looks_like_day,
    ),
    Field(
        "amount",
        _("欠费金额"),
        (
            "欠费金额",
            "欠费",
            "未缴金额",
            "欠缴金额",
            "应收未收",
            "欠款",
            "应缴金额",
            "应收金额",
            "金额",
            "amount",
            "arrears",
            "amount due",
            "balance",
        ),
    ),
    Field("paid", _("已缴金额"), ("实缴金额", "已缴金额", "实收金额", "已收金额", "paid", "amount paid")),
    Field(
        "due",
        _("应缴日期"),
        ("应缴日期", "到期日", "到期日期", "缴费期限", "应收日期", "due", "due date"),
        looks_like_day,
    ),
    Field("on", _("记账日期"), ("记账日期", "入账日期", "posted on", "booking date"), looks_like_day),
    Field(
        "prepaid",
        _("预存余额"),
        ("预存余额", "预存款", "预存", "预收余额", "预收款", "预缴余额", "prepaid", "prepaid balance"),
    ),
)
NEEDS = tuple(
    frozenset([where, what]) for where in ("number", "address", "plate") for what in ("amount", "prepaid")
)
IGNORED = (
    "序号",
    "单价",
    "面积",
    "租金",
    "违约金",
    "滞纳金",
    "押金",
    "收银",
    "缴费周期",
    "缴费时间",
    "固定费用",
)

TROUBLES = {
    **{
        code: owners.TROUBLES[code]
        for code in ("room_empty", "room_unreadable", "room_ambiguous", "heading", "total", "note", "date_month_only")
    },
    "unit_missing": (ERROR, _("房产档案里没有“%(text)s”。请核对房号，或先导入这套房产。")),
    "plate_unknown": (ERROR, _("客户档案里没有车牌“%(text)s”。请核对，或先在客户的标签里登记车牌。")),
    "plate_several": (ERROR, _("有几位客户登记了车牌“%(text)s”。请在“欠费人”一列写明是谁。")),
    "person_unknown": (ERROR, _("%(where)s 没有登记过“%(text)s”。请核对姓名，或先在档案里登记。")),
    "person_several": (ERROR, _("这套房有几位业主，预存余额记给谁请写在“欠费人”一列。")),
    "person_missing": (ERROR, _("这套房还没有登记业主，预存余额无处可记。请先登记业主。")),
    "item_missing": (ERROR, _("没有写收费项目。")),
    "item_unknown": (ERROR, _("收费项目里没有“%(text)s”。请改成系统里的名称，或先在收费标准里建立。")),
    "amount_missing": (ERROR, _("没有欠费金额。")),
    "amount_unreadable": (ERROR, _("金额“%(text)s”不是数字。请只写数字，如 1234.50。")),
    "amount_not_positive": (ERROR, _("金额“%(text)s”要大于零。已多缴的请填在“预存余额”一列。")),
    "amount_places": (ERROR, _("金额“%(text)s”超过两位小数，请先四舍五入到分。")),
    "amount_large": (ERROR, _("金额“%(text)s”大得不可能，请核对。")),
    "paid_up": (INFO, _("已经缴清，跳过。")),
    "overpaid": (ERROR, _("已缴金额比应缴还多。多缴的请填在“预存余额”一列。")),
    "period_missing": (ERROR, _("没有写费用所属期。请填开始、结束日期，或写成 2026-01。")),
    "period_unreadable": (ERROR, _("费用所属期“%(text)s”认不出来。请写成 2026-01 或 2026.1-2026.3。")),
    "period_backwards": (ERROR, _("结束日期早于开始日期。")),
    "date_unreadable": (ERROR, _("日期“%(text)s”认不出来。请写成 2026-11-21。")),
    "date_no_such_day": (ERROR, _("没有“%(text)s”这一天，请改正。")),
    "on_future": (ERROR, _("记账日期“%(text)s”在以后，请改成今天或以前。")),
    "closed": (ERROR, _("“%(text)s”已经结账（结至 %(through)s），不能记在这一天。请改用之后的日期，或留空记在今天。")),
    "repeated": (ERROR, _("与第 %(row)d 行重复：同一对象、同一收费项目、同一所属期。")),
    "charged": (ERROR, _("账上已有这一笔：同一对象、同一收费项目、同一所属期。")),
    "prepaid_repeated": (ERROR, _("与第 %(row)d 行重复：同一套房、同一人的预存余额。")),
    "prepaid_known": (ERROR, _("“%(who)s”的期初预存余额已经导入过。")),
}  # fmt: skip
