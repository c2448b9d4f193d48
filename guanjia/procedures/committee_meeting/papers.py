"""The papers of a meeting."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    count,
    date,
    long,
    moment,
    person,
    several,
    signature,
    text,
    tick,
    yes_no,
)

WAYS = {"letter": "书面", "phone": "电话", "group": "业委会群"}

MINUTES = Paper(
    "WY-KF-YW-04",
    "业主委员会会议记录",
    [
        text("quarter", "季度", required=False, help="如 2026Q4，不填即本季度"),
        tick("extra", "临时会议"),
        moment("meeting_at", "会议时间"),
        text("meeting_place", "会议地点"),
        long("agenda", "议程"),
        text("members", "在任委员", required=False),
        several("invited_how", "通知方式", WAYS),
        count("present", "到会委员人数"),
        text("guests", "列席人员", required=False),
        long("minutes", "会议记录"),
        long("decided", "会议决定", required=False),
        signature("minutes_signed", "到会委员签字"),
        yes_no("has_items", "有行动事项"),
        long("items_said", "行动事项", required=False),
        date("sent_on", "纪要送达日期"),
    ],
    signers=("记录人", "业主委员会主任", "项目经理"),
)
ITEM = (
    long("item", "行动事项"),
    person("item_owner", "责任人"),
    date("item_by", "完成期限"),
    yes_no("more", "还有下一项"),
)
SETTLED = (long("items_result", "完成情况"),)
