"""The words of owners' workbooks: kinds, states, roles, our own headings; and what to say about each trouble."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Unit

Kind, Status, Role = Unit.Kind, Unit.Status, Occupancy.Role

KINDS = {
    Kind.FLAT: "住宅 公寓 别墅 洋房 高层 小高层 多层 复式 宿舍 商住 110 119",
    Kind.SHOP: "商铺 商业 店铺 门面 底商 门市 网点",
    Kind.OFFICE: "办公 办公室 写字楼 办公楼 120",
    Kind.PARKING: "车位 车库 停车位 车位产权 储藏室 地下车位",
}
STATUSES = {
    Status.OCCUPIED: "已入住 自住 入住 居住 常住 在住 自用 营业 营业中 已交房 已装修 已交付 使用中 已出售 已售"
    " 2001 2003 2005 2007",
    Status.LET: "出租 已出租 租住 租赁 出租中 已租 2006",
    Status.VACANT: "空置 空关 未入住 未交房 未交付 空闲 闲置 未售 未销售 待售 未装修 毛坯 2002 2004 2008",
    Status.RENOVATING: "装修中 装修 在装 2009",
}
ROLES = {
    Role.OWNER: "业主 产权人 户主 房主 业主本人 本人 1001",
    Role.TENANT: "租户 租客 承租人 租住 租赁户 商户 1003 1004 临时人员",
    Role.FAMILY: "家属 家庭成员 配偶 子女 父母 亲属 儿子 女儿 丈夫 妻子 父亲 母亲 共有人家属 1002",
    Role.CONTACT: "联系人 紧急联系人 代理人 委托人",
    Role.STAFF: "单位员工 员工 职工",
}


def said(words: dict[str, str], code: str) -> str:
    """The word that the exports write for a code, and that imports understand."""
    return words[code].split()[0]


def reverse(words: dict[str, str]) -> dict[str, str]:
    """Word → code."""
    return {word: str(code) for code, text in words.items() for word in text.split()}


KIND_OF, STATUS_OF, ROLE_OF = reverse(KINDS), reverse(STATUSES), reverse(ROLES)

# The headings of an exported workbook and their widths. A file with just these is known to be one of ours.
COLUMNS = (
    ("楼栋", 8),
    ("单元", 6),
    ("房号", 10),
    ("房产类型", 9),
    ("房屋状态", 9),
    ("建筑面积(㎡)", 12),  # half-width, as the reader makes every heading
    ("交付日期", 12),
    ("片区", 14),
    ("管家", 10),
    ("房产备注", 30),
    ("身份", 8),
    ("姓名", 16),
    ("客户性质", 9),
    ("联系电话", 30),
    ("证件号码", 22),
    ("性别", 6),
    ("生日", 12),
    ("电子邮箱", 20),
    ("标签", 16),
    ("重点客户", 9),
    ("居住人数", 9),
    ("起始日期", 12),
    ("截止日期", 12),
    ("客户备注", 30),
)

ERROR, WARNING, INFO = "error", "warning", "info"

TROUBLES = {
    "room_empty": (
        ERROR,
        _("没有房号，这一行没有导入。请补上房号；与上一行同住一套的，也请写上同样的房号。"),
    ),
    "room_unreadable": (ERROR, _("认不出房号“%(text)s”，这一行没有导入。请写成 3-2-1501 或 3栋2单元1501。")),
    "room_ambiguous": (ERROR, _("房号“%(text)s”可以有几种读法，这一行没有导入。请写成 3-2-1501。")),
    "unit_missing": (ERROR, _("房产档案里没有“%(text)s”，这一行没有导入。请核对房号，或先导入这套房产。")),
    "row_repeated": (WARNING, _("与第 %(text)s 行完全相同，只导入一次。")),
    "unit_conflict": (WARNING, _("同一套房在前面的行里写的是“%(text)s”，以前面的为准。请核对。")),
    "owner_unlisted": (WARNING, _("业主表里没有编号“%(text)s”，这套房没有登记业主。请核对编号。")),
    "name_missing": (WARNING, _("有电话或证件但没有姓名，没有建客户。请补上姓名。")),
    "owner_differs": (
        WARNING,
        _("档案里这套房的业主是“%(text)s”，与表里不同；两位都保留。若已过户，请在档案里结束原业主。"),
    ),
    "landlord_differs": (WARNING, _("档案里这套房的业主是“%(text)s”，与表里的房东不同。请核对。")),
    "landlord_unknown": (INFO, _("档案里这套房还没有业主，房东“%(text)s”没有登记。")),
    "phone_length": (WARNING, _("号码“%(text)s”位数不对，没有导入。请向客户核实。")),
    "phone_unreadable": (WARNING, _("“%(text)s”不是电话号码，没有导入。")),
    "phone_scientific": (
        WARNING,
        _("号码显示成了“%(text)s”，后几位已经丢失。请把这一列改成文本格式重新填写。"),
    ),
    "id_masked": (WARNING, _("证件号码中间被遮住，没有导入。请补全。")),
    "id_length": (WARNING, _("证件号码位数不对，没有导入。请核实。")),
    "id_check_digit": (WARNING, _("身份证号码的校验位不对，没有导入。请核实是否抄错。")),
    "id_birthday": (WARNING, _("身份证号码里的出生日期不存在，没有导入。请核实。")),
    "id_precision": (WARNING, _("证件号码被存成了数字，后几位已经丢失。请把这一列改成文本格式重新填写。")),
    "id_pending": (INFO, _("证件号码写着“%(text)s”，先留空。")),
    "id_shared": (WARNING, _("证件号码与“%(text)s”相同而姓名不同，默认不合并。请核实。")),
    "area_unreadable": (WARNING, _("面积“%(text)s”认不出来，没有导入。")),
    "area_unlikely": (WARNING, _("面积“%(text)s”大得少见，请核对。")),
    "date_unreadable": (WARNING, _("日期“%(text)s”认不出来，没有导入。请写成 2026-11-21。")),
    "date_no_such_day": (WARNING, _("没有“%(text)s”这一天，按当月最后一天导入。请核对。")),
    "date_month_only": (WARNING, _("日期“%(text)s”只到月份，按当月 1 日导入。")),
    "date_backwards": (WARNING, _("截止日期早于起始日期，两个日期都没有导入。请核对。")),
    "term_unreadable": (WARNING, _("租期“%(text)s”认不出来，没有导入。请写成 2024.3.1-2027.3.30。")),
    "term_backwards": (WARNING, _("租期“%(text)s”的截止早于起始，没有导入。请核对。")),
    "count_unreadable": (WARNING, _("人数“%(text)s”认不出来，没有导入。")),
    "tick_unreadable": (INFO, _("“%(text)s”看不出是或否，照原文记在备注里。")),
    "kind_unknown": (WARNING, _("不认识的房产类型“%(text)s”，没有导入。")),
    "status_unknown": (WARNING, _("不认识的房屋状态“%(text)s”，没有导入。")),
    "role_unknown": (WARNING, _("不认识的身份“%(text)s”，按业主登记。")),
    "email_unreadable": (WARNING, _("电子邮箱“%(text)s”不完整，没有导入。")),
    "gender_unreadable": (INFO, _("性别“%(text)s”认不出来，没有导入。")),
    "butler_unknown": (WARNING, _("员工里没有叫“%(text)s”的管家，已建片区，管家待指定。")),
    "note_phone": (INFO, _("备注里写着电话，建议登记到客户的联系方式里。")),
    "note_cut": (WARNING, _("备注超过 500 字，多出的部分没有导入。")),
    "heading": (INFO, _("重复的表头行，已跳过。")),
    "total": (INFO, _("小计或合计行，已跳过。")),
    "note": (INFO, _("说明或签字行，已跳过。")),
}
