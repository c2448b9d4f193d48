"""The papers of paid and convenience services."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (  # fmt: skip
    count,
    date,
    long,
    moment,
    money,
    number,
    person,
    photos,
    record,
    signature,
    text,
    yes_no,
)
from guanjia.procedures.services.report import settlement

AGREED = ("price_agreed", (True,))

ORDER = Paper(
    "WY-KF-BM-01",
    "特约服务单",
    [
        record("service", "服务项目", "services"),
        number("quantity", "数量"),
        moment("wanted_at", "希望服务时间"),
        long("wishes", "客户要求", required=False),
        money("price", "单价（元）", required=False),
        money("quoted", "报价（元）", required=False),
        yes_no("price_agreed", "客户同意价格和时间", required=False),
        moment("agreed_at", "约定服务时间", required=False),
        text("supplier_name", "供应商", required=False),
        person("worker", "服务人员", required=False),
        long("done_words", "完成情况", required=False),
        money("amount", "实收金额（元）", required=False),
        signature("customer_signed", "客户签字", required=False),
    ],
    size="a5",
    signers=("受理人", "服务人员", "客户"),
)
BOOK = Paper(
    "WY-KF-BM-02",
    "特约服务登记台账",
    [
        text("number", "编号"),
        moment("opened_at", "受理时间"),
        text("where", "房号/地点"),
        text("service_name", "服务项目"),
        number("quantity", "数量"),
        text("supplier_name", "供应商"),
        money("amount", "实收金额（元）"),
        count("stars", "评分（1–5 星）"),
    ],
    signers=("登记人", "审核人"),
    listing=True,
)
SETTLEMENT = Paper(
    "WY-KF-BM-03",
    "供应商月度结算单",
    [
        text("supplier_name", "供应商"),
        number("count", "单数"),
        money("amount", "成交金额（元）"),
        money("due", "应付供应商（元）"),
        money("kept", "本公司留存（元）"),
        money("before", "上期应付（元）"),
    ],
    signers=("编制", "供应商", "审核"),
    listing=True,
    rows=settlement,
)
INTAKE = ORDER.part("service", "quantity", "wanted_at", "wishes")
CONFIRM = (
    money("quoted", "报价（元）"),
    yes_no("price_agreed", "客户同意价格和时间"),
    moment("agreed_at", "约定服务时间", shown_if=AGREED),
    text("price_refused_why", "不同意的原因", shown_if=("price_agreed", (False,))),
)
HANDED = (
    yes_no("supplier_takes", "供应商接单"),
    text("supplier_worker", "服务人员及电话", shown_if=("supplier_takes", (True,))),
    text("supplier_no", "不接单的原因", shown_if=("supplier_takes", (False,))),
)
ASSIGN = (person("worker", "服务人员"),)
DONE = (
    long("done_words", "完成情况"),
    money("amount", "实收金额（元）", help="免费的填 0；超过报价须客户签字同意"),
    date("done_on", "完成日期"),
    photos("done_photos", "完成照片", required=False),
    signature("customer_signed", "客户签字（或签字单照片）"),
)
