"""The papers of a repair, with document number and version."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    lines,
    long,
    moment,
    money,
    person,
    photos,
    signature,
    text,
    yes_no,
)  # fmt: skip

KINDS = {"home": "入户维修", "public": "公共区域", "equipment": "设施设备"}
PARTS = {
    "waterproofing": "防水",
    "pipes": "给排水管道",
    "wiring": "电气线路",
    "doors": "门窗五金",
    "decoration": "墙面地面",
    "heating": "供暖制冷",
    "other": "其他",
}
RESULTS = {
    "fixed": "已修复",
    "contractor": "保修范围，转开发商施工单位",
    "declined": "客户不同意报价，未维修",
}
PAY = {"free": "免费", "on_spot": "现场收取", "charged": "记入房号账单"}
AT_HOME = ("kind", ("home",))

DISPATCH = Paper(
    "WY-KF-BX-01",
    "维修派工单",
    [
        text("number", "编号", required=False),
        text("where", "维修地点", required=False),
        text("caller", "报修人及电话", required=False, sensitive=True),
        long("words", "报修内容", required=False),
        moment("opened_at", "受理时间", required=False),
        moment("promised_at", "预约时间", required=False),
        text("order", "派工部门/维修人员", required=False),
        text("limit", "完成时限", required=False),
    ],
    size="a5",
    signers=("派工人", "接单人"),
)

SERVICE = Paper(
    "WY-KF-BX-02",
    "维修服务登记表",
    [
        choice("result", "处理结果", RESULTS),
        person("worker", "维修人员"),
        long("fault", "故障原因", required=False),
        long("work", "维修内容"),
        lines("items", "人工及材料", required=False),
        money("amount", "费用合计（元）", required=False),
        choice("pay", "收费方式", PAY, required=False),
        photos("before", "维修前照片", shown_if=("result", ("fixed",))),
        photos("after", "维修后照片", shown_if=("result", ("fixed",))),
        signature("signature", "客户签字（或签字单照片）", shown_if=AT_HOME),
    ],
    signers=("维修人员", "客户"),
)

QUOTE = (
    lines("quote_items", "报价明细（人工、材料）"),
    money("quote", "报价合计（元）"),
    yes_no("quote_agreed", "客户同意报价"),
    text("quote_refused_why", "不同意的原因", shown_if=("quote_agreed", (False,))),
)
