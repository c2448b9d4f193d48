"""The papers of using a stamp."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, count, date, long, photos, record, text, yes_no

FOR = {"contract": "合同", "certificate": "证明", "report": "上报材料", "notice": "对外通知", "other": "其他"}

REQUEST = Paper(
    "WY-KF-YZ-01",
    "用印申请单",
    [
        record("stamp", "印章", "stamps"),
        choice("stamp_for", "用印事由", FOR),
        text("paper", "文件名称"),
        text("addressee", "送往单位"),
        count("copies", "申请份数"),
        long("purpose", "用途说明"),
        yes_no("allowed", "批准", required=False),
        text("allowed_why", "不批准的原因", required=False),
        count("stamped_copies", "实际用印份数", required=False),
        photos("stamped_photo", "用印件照片", required=False),
        date("stamped_on", "用印日期", required=False),
    ],
    size="a5",
    signers=("申请人", "批准人", "印章保管人"),
)
INTAKE = ("stamp", "stamp_for", "paper", "addressee", "copies", "purpose")
DECISION = (
    yes_no("allowed", "批准"),
    text("allowed_why", "不批准的原因", shown_if=("allowed", (False,))),
)
STAMPING = (count("stamped_copies", "实际用印份数"), photos("stamped_photo", "用印件照片"))
BOOK = Paper(
    "WY-KF-YZ-02",
    "用印登记簿",
    [
        text("number", "编号"),
        text("stamp_name", "印章"),
        text("paper", "文件名称"),
        text("addressee", "送往单位"),
        count("stamped_copies", "实际用印份数"),
        date("stamped_on", "用印日期"),
        text("asked_by", "申请人"),
        text("approved_by", "批准人"),
        text("stamped_by", "用印人"),
    ],
    signers=("印章保管人",),
    listing=True,
)
