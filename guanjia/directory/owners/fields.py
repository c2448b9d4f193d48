"""What the columns of an owners' workbook may hold, and the headings they are known by."""

import re
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from guanjia.engine.imports.fields import Field
from guanjia.kernel import cells, names, phone, room


def _looks_like_room(cell: object) -> bool:
    try:
        return bool(room.parse(cell))
    except room.Unclear:
        return False


def _looks_like_number(cell: object) -> bool:
    return bool(
        re.fullmatch(r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?(室|号|房)?", cells.text_of(cell))
    ) or _looks_like_room(cell)


def _looks_like_entrance(cell: object) -> bool:
    return bool(re.fullmatch(r"[A-Za-z]|\d{1,2}|.*单元|.*[栋幢座#门梯].*|\d+-\d{1,2}", cells.text_of(cell)))


def _looks_like_phone(cell: object) -> bool:
    text = cells.text_of(cell)
    named = re.match(r"[\u4e00-\u9fff]{2,}", text) and re.search(r"\d{7}", text)
    return bool(phone.read(cell).phones) and not cells.day(cell).value and not named


def _looks_like_name(cell: object) -> bool:
    text = names.NUMBER.sub("", cells.text_of(cell))
    return bool(re.search(r"[^\W\d_]{2}", text.replace(" ", ""))) and not re.search(r"\d{3}|单元|栋", text)


def _looks_like_day(cell: object) -> bool:
    return cells.day(cell).value is not None


def _looks_like_area(cell: object) -> bool:
    return cells.area(cell).value is not None


def _looks_like_id(cell: object) -> bool:
    return bool(re.fullmatch(r"[\dXx*]{15,18}|[0-9A-Z]{18}", cells.text_of(cell)))


def _looks_like_term(cell: object) -> bool:
    return cells.term(cell).value[1] is not None or "期" in names.tidy(cells.text_of(cell))


ADDRESS = Field(
    "address",
    _("房屋地址(整段)"),
    (
        "房屋地址",
        "规范房号",
        "房产地址",
        "物业地址",
        "地址",
        "住址",
        "房产名称",
        "房产",
        "房屋",
        "单元房号",
        "楼栋房号",
        "门牌",
        "商铺编号",
        "铺位号",
        "商铺号",
        "店铺编号",
        "铺号",
        "车位编号",
        "车位号",
        "车位编码",
        "房屋编号",
        "房产编号",
        "资产编号",
    ),
    _looks_like_number,
)
NAME = Field(
    "name",
    _("业主/客户姓名"),
    (
        "业主姓名",
        "业主名称",
        "姓名",
        "业主",
        "户主",
        "户主姓名",
        "客户姓名",
        "客户名称",
        "产权人",
        "产权人姓名",
        "所有权人",
        "权利人",
        "房主",
        "住户姓名",
        "住户",
        "购房人",
        "买受人",
        "车主",
        "车主姓名",
        "名称",
    ),
    _looks_like_name,
)
TENANT_NAME = Field(
    "tenant_name",
    _("租户/商户"),
    (
        "租户姓名",
        "租客姓名",
        "租户",
        "租客",
        "承租人",
        "租户名称",
        "承租方",
        "商户名称",
        "商户",
        "店铺名称",
        "商家",
        "商家名称",
        "店名",
        "租赁人",
        "承租人姓名",
    ),
    _looks_like_name,
)

_CHINESE: tuple[Field, ...] = (
    Field(
        "building",
        _("楼栋"),
        (
            "楼栋",
            "楼号",
            "栋号",
            "楼栋号",
            "幢号",
            "楼幢",
            "座号",
            "楼宇",
            "栋",
            "幢",
            "座",
            "楼座",
            "楼栋编号",
        ),
    ),
    Field("entrance", _("单元"), ("单元", "单元号", "单元编号", "门栋", "梯号"), _looks_like_entrance),
    Field(
        "number",
        _("房号"),
        ("房号", "房间号", "房间", "室号", "户号", "门牌号", "门号", "室"),
        _looks_like_number,
    ),
    ADDRESS,
    Field(
        "kind",
        _("房产类型"),
        ("房产类型", "房屋类型", "物业类型", "业态类型", "资产类型", "房屋性质", "用途", "房屋用途"),
    ),
    Field(
        "status",
        _("房屋状态"),
        (
            "居住状态",
            "房屋状态",
            "使用状态",
            "入住状态",
            "房产状态",
            "居住情况",
            "入住情况",
            "使用情况",
            "状态",
            "现状",
        ),
    ),
    Field(
        "area",
        _("建筑面积"),
        ("建筑面积", "建面", "产权面积", "房屋面积", "面积", "计费面积", "收费面积", "套内面积", "室内面积"),
        _looks_like_area,
    ),
    Field(
        "handed_over_on",
        _("交付日期"),
        (
            "交房日期",
            "交付日期",
            "收楼时间",
            "收楼日期",
            "交楼日期",
            "接房日期",
            "收房日期",
            "入伙日期",
            "交房时间",
            "交付时间",
            "接房时间",
            "收房时间",
            "入伙时间",
        ),
        _looks_like_day,
    ),
    Field("zone", _("片区"), ("片区", "管家片区", "网格", "区域")),
    Field(
        "butler", _("管家"), ("管家", "片区管家", "客服管家", "责任管家", "管家姓名", "楼栋管家", "物业管家")
    ),
    Field(
        "unit_note",
        _("房产备注"),
        ("备注", "房产备注", "说明", "特殊情况", "备考", "其他说明", "注意事项"),
        many=True,
    ),
    NAME,
    Field(
        "owner_ref",
        _("业主编号(对应业主表)"),
        (
            "业主编号",
            "业主编码",
            "客户编号",
            "户主编号",
            "住户编号",
            "业主id",
            "客户id",
            "owner id",
            "customer id",
        ),
    ),
    Field(
        "role",
        _("身份"),
        (
            "身份",
            "住户类型",
            "客户类型",
            "业主类型",
            "人员类型",
            "住户性质",
            "与房屋关系",
            "住户身份",
            "角色",
            "关系",
        ),
    ),
    Field("customer_kind", _("客户性质"), ("客户性质", "客户类别", "业主性质")),
    Field(
        "phone",
        _("电话"),
        (
            "联系电话",
            "业主电话",
            "手机号码",
            "手机号",
            "手机",
            "电话",
            "联系方式",
            "移动电话",
            "电话号码",
            "联系手机",
            "业主手机",
            "备用电话",
            "固定电话",
            "座机",
            "家庭电话",
            "其他电话",
            "第二联系电话",
            "业主联系电话",
        ),
        _looks_like_phone,
        many=True,
        alone=True,
    ),
    Field(
        "id_number",
        _("证件号码"),
        (
            "身份证号码",
            "身份证号",
            "身份证",
            "证件号码",
            "证件号",
            "业主身份证",
            "业主证件号码",
            "营业执照号",
            "统一社会信用代码",
            "营业执照",
        ),
        _looks_like_id,
    ),
    Field("gender", _("性别"), ("性别",)),
    Field("birthday", _("生日"), ("出生日期", "生日", "出生年月")),
    Field("email", _("电子邮箱"), ("电子邮箱", "邮箱", "email", "e-mail")),
    Field("tags", _("标签"), ("标签", "客户标签")),
    Field("key_customer", _("重点客户"), ("重点客户", "vip", "重点")),
    Field("plate", _("车牌号"), ("车牌号", "车牌", "车牌号码", "车辆", "车辆号牌"), many=True),
    Field(
        "residents",
        _("居住人数"),
        ("常住人口", "居住人数", "人数", "常住人数", "家庭人口", "家庭人数", "入住人数", "人口数"),
    ),
    Field(
        "since",
        _("起始日期"),
        (
            "起始日期",
            "起租",
            "起租日期",
            "租期起",
            "租赁开始日期",
            "入住日期",
            "入住时间",
            "开始日期",
            "合同开始日期",
            "开始时间",
        ),
        _looks_like_day,
    ),
    Field(
        "until",
        _("截止日期"),
        (
            "截止日期",
            "到期",
            "到期日期",
            "租期止",
            "租赁结束日期",
            "到期日",
            "结束日期",
            "终止日期",
            "合同到期日",
            "搬离日期",
            "结束时间",
        ),
        _looks_like_day,
    ),
    Field(
        "term",
        _("租期(起止写在一格)"),
        ("租期", "租赁期限", "租赁期", "合同期限", "租赁起止日期", "合同期", "起止日期"),
        _looks_like_term,
    ),
    TENANT_NAME,
    Field(
        "tenant_phone",
        _("租户电话"),
        (
            "租户电话",
            "租客电话",
            "承租人电话",
            "租户联系电话",
            "租户手机",
            "租客手机",
            "商户电话",
            "租客联系方式",
            "租户联系方式",
        ),
        _looks_like_phone,
        many=True,
    ),
    Field(
        "tenant_id",
        _("租户证件号码"),
        ("租户身份证号", "租户身份证", "租客身份证", "承租人身份证", "租户证件号码", "租户身份证号码"),
        _looks_like_id,
    ),
    Field("landlord", _("房东(只核对)"), ("房东", "房东姓名", "出租人", "出租方"), _looks_like_name),
    Field(
        "contact",
        _("联系人"),
        ("联系人", "紧急联系人", "联系人姓名", "店长", "负责人", "经营者"),
        _looks_like_name,
    ),
    Field(
        "contact_phone",
        _("联系人电话"),
        ("紧急联系电话", "紧急联系人电话", "联系人电话", "负责人电话"),
        _looks_like_phone,
    ),
    Field("customer_note", _("客户备注"), ("客户备注", "业主备注"), many=True),
    Field("legal", _("法定代表人"), ("法定代表人", "法人", "法人代表")),
    Field("trade", _("经营范围"), ("经营范围", "经营项目", "业态", "行业", "主营")),
    Field("fire_letter", _("消防责任书"), ("消防责任书", "防火责任书", "消防安全责任书")),
)

# What the same columns are called in English.
_ENGLISH = {
    "building": "building,building no,building number,block,tower,bldg",
    "entrance": "entrance,unit,stair,staircase",
    "number": "room,room no,room number,flat,flat no,apartment,apartment no,unit no,unit number,suite,unit",
    "address": "address,property address,property,location,shop no,parking no,parking space",
    "kind": "type,property type,unit type,usage",
    "status": "status,occupancy,occupancy status",
    "area": "area,floor area,building area,gross area,gfa,area sqm,area m2,size",
    "handed_over_on": "handover date,handover,handed over,delivery date,date of handover",
    "zone": "zone",
    "butler": "butler,housekeeper,steward",
    "unit_note": "remarks,remark,note,notes,comment,comments",
    "name": "owner,owner name,name,owners,customer,customer name,resident",
    "role": "role,resident type,customer type,relation,relationship",
    "phone": "phone,mobile,telephone,phone no,phone number,mobile no,mobile number,tel,contact no,contact number,"
    "owner phone,cell,cellphone",
    "id_number": "id number,id no,id card,id card no,identity number,passport,passport no",
    "gender": "gender,sex",
    "birthday": "birthday,date of birth",
    "tags": "tags",
    "plate": "plate,plate no,license plate,car plate",
    "residents": "residents,occupants,number of residents",
    "since": "from,start,start date,lease start,move in,move in date",
    "until": "to,end,end date,lease end,until",
    "term": "lease,lease term",
    "tenant_name": "tenant,tenant name,lessee",
    "tenant_phone": "tenant phone,tenant mobile,tenant tel",
    "tenant_id": "tenant id",
    "landlord": "landlord",
    "contact": "emergency contact,contact person,contact",
    "contact_phone": "emergency phone,emergency contact phone,contact phone",
    "customer_note": "customer note",
    "email": "e mail",
}
FIELDS = tuple(
    replace(field, synonyms=field.synonyms + tuple(_ENGLISH[field.code].split(",")))
    if field.code in _ENGLISH
    else field
    for field in _CHINESE
)

NEEDS = (frozenset(["number"]), frozenset(["address"]), frozenset(["owner_ref", "name"]))
IGNORED = (
    "户型",
    "序号",
    "总层",
    "电梯",
    "产权证",
    "费用",
    "单价",
    "金额",
    "租金",
    "缴",
    "年龄",
    "户口",
)
