"""Columns of meters' workbooks, what kinds are called, and what to say about each trouble."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.owners import words as owners
from guanjia.directory.owners.finding import WHERE
from guanjia.directory.owners.looks import looks_like_day
from guanjia.engine.imports.fields import Field
from guanjia.work.meters.models import Meter

Kind = Meter.Kind
ERROR, WARNING, INFO = owners.ERROR, owners.WARNING, owners.INFO

# The longest word that stands in a cell or heading decides: 热水表 is no 水表.
KINDS = {
    "热水": Kind.HOT_WATER, "热水表": Kind.HOT_WATER, "生活热水": Kind.HOT_WATER, "中水": Kind.COLD_WATER,
    "水": Kind.COLD_WATER, "水表": Kind.COLD_WATER, "冷水": Kind.COLD_WATER, "自来水": Kind.COLD_WATER,
    "电": Kind.ELECTRICITY, "电表": Kind.ELECTRICITY, "燃气": Kind.GAS, "天然气": Kind.GAS, "煤气": Kind.GAS,
    "气表": Kind.GAS, "热量": Kind.HEAT, "暖气": Kind.HEAT, "供暖": Kind.HEAT, "采暖": Kind.HEAT, "供热": Kind.HEAT,
    "cold water": Kind.COLD_WATER, "hot water": Kind.HOT_WATER, "water": Kind.COLD_WATER,
    "electricity": Kind.ELECTRICITY, "gas": Kind.GAS, "heat": Kind.HEAT,
}  # fmt: skip


def kind_in(text: str) -> str:
    """The kind of meter that a text speaks of, or empty."""
    found = [word for word in KINDS if word in text.lower()]
    return str(KINDS[max(found, key=len)]) if found else ""


NUMBER = Field(
    "meter", _("表号"),
    ("表号", "表编号", "表具编号", "仪表编号", "水表号", "电表号", "气表号", "meter", "meter no", "meter number"),
)  # fmt: skip
KIND = Field(
    "kind", _("表种"), ("表种", "表类型", "抄表类型", "仪表类型", "表具类型", "类型", "meter type", "kind")
)
READING = (
    *WHERE,
    NUMBER,
    KIND,
    Field(
        "on", _("抄表日期"),
        ("抄表日期", "抄表时间", "本期抄表日期", "本次抄表时间", "读表时间", "日期", "date", "reading date"),
        looks_like_day,
    ),
    Field(
        "previous", _("上次读数"),
        ("上次读数", "上期读数", "上期表底", "上月读数", "上次示数", "起码", "起度", "上期度数", "previous",
         "previous reading"),
    ),
    Field(
        "value", _("本次读数"),
        ("本次读数", "本期读数", "本月读数", "当前读数", "抄表读数", "本期表底", "读数", "示数", "表底", "止码", "止度",
         "本期度数", "reading", "current reading", "present reading"),
    ),
)  # fmt: skip
REGISTER = (
    *WHERE,
    NUMBER,
    KIND,
    Field("place", _("位置"), ("位置", "安装位置", "名称", "表名称", "备注", "place", "location")),
    Field("multiplier", _("倍率"), ("倍率", "变比", "互感倍率", "multiplier")),
    Field(
        "installed_on", _("装表日期"),
        ("装表日期", "安装日期", "启用日期", "起始日期", "安装时间", "启用时间", "installed", "install date"),
        looks_like_day,
    ),
    Field("start", _("起始读数"), ("起始读数", "初始读数", "初始表底", "装表读数", "底数", "起度", "start reading")),
)  # fmt: skip
IGNORED = ("序号", "单价", "金额", "用量", "厂家", "采集器", "费用项", "模式")

# What an action refuses of a row, each counted by itself; the words are the action's own.
REFUSED = ("not_a_number", "beyond_dial", "day_ahead", "removed", "before_start", "read_already", "billed")

TROUBLES = {
    **{code: (ERROR, _("%(said)s。这一行没有导入。")) for code in REFUSED},
    **{
        code: owners.TROUBLES[code]
        for code in ("room_empty", "room_unreadable", "room_ambiguous", "unit_missing", "heading", "total", "note",
                     "date_unreadable", "date_no_such_day", "date_month_only")
    },
    "kind_unknown": (ERROR, _("不认识的表种“%(text)s”，这一行没有导入。请写冷水表、热水表、电表、燃气表或热量表。")),
    "kind_missing": (ERROR, _("没有写表种，这一行没有导入。请加一列“表种”，或在工作表名称里写明水表、电表。")),
    "meter_missing": (ERROR, _("没有找到这块表，这一行没有导入。请核对表号和房号，或先登记这块表。")),
    "meter_several": (ERROR, _("这里有几块同样的表，分不清是哪一块，这一行没有导入。请写上表号。")),
    "meter_elsewhere": (ERROR, _("表号“%(text)s”登记在 %(where)s，与这一行的房号不同，没有导入。请核对。")),
    "number_missing": (ERROR, _("没有表号，这一行没有导入。")),
    "number_known": (INFO, _("表号“%(text)s”已经登记过，跳过。")),
    "number_taken": (ERROR, _("表号“%(text)s”已经登记在 %(where)s，这一行没有导入。请核对。")),
    "number_repeated": (ERROR, _("表号“%(text)s”与第 %(row)d 行重复，只导入一次。")),
    "value_missing": (WARNING, _("没有读数，这块表没有抄。")),
    "multiplier_unreadable": (ERROR, _("倍率“%(text)s”不是大于零的数字，这一行没有导入。")),
    "date_today": (INFO, _("没有抄表日期，按今天登记。")),
    "previous_differs": (WARNING, _("表里的上次读数是 %(text)s，系统里是 %(known)s。按系统里的计算用量，请核对。")),
    "known": (INFO, _("当天已有同样的读数，跳过。")),
    "repeated": (ERROR, _("与第 %(row)d 行是同一块表同一天，这一行没有导入。")),
    "backwards": (WARNING, _("读数比上次小。会导入，但须在“待确认”里写明原因后才能出账。")),
    "jump": (WARNING, _("用量比平时多出许多。会导入，但须在“待确认”里写明原因后才能出账。")),
}  # fmt: skip
