"""Columns about the unit."""

from django.utils.translation import gettext_lazy as _

from guanjia.directory.owners.looks import (
    looks_like_area,
    looks_like_day,
    looks_like_entrance,
    looks_like_number,
)
from guanjia.engine.imports.fields import Field

ADDRESS = Field(
    "address",
    _("房屋地址（整段）"),
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
    looks_like_number,
)
PLACE: tuple[Field, ...] = (
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
    Field("entrance", _("单元"), ("单元", "单元号", "单元编号", "门栋", "梯号"), looks_like_entrance),
    Field(
        "number",
        _("房号"),
        ("房号", "房间号", "房间", "室号", "户号", "门牌号", "门号", "室"),
        looks_like_number,
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
        looks_like_area,
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
        looks_like_day,
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
)
