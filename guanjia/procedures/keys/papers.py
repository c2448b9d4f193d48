"""The paper of lending a key."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, long, moment, money, record, signature, text, yes_no

WHO = {"owner": "业主本人", "staff": "本公司员工", "contractor": "施工单位", "agent": "中介", "other": "其他"}
WAYS = {"phone": "电话", "message": "短信/微信", "letter": "书面委托", "present": "本人到场"}
STATES = {"returned": "完好归还", "damaged": "归还但有损坏", "lost": "遗失"}
AGREED = ("consent", (True,))
LOST = ("key_state", ("lost",))

LENDING = Paper(
    "WY-KF-YS-02",
    "钥匙领用登记表",
    [
        record("key", "钥匙", "keys"),
        choice("who", "领用人身份", WHO),
        text("borrower", "领用人"),
        text("borrower_phone", "领用人电话", required=False, sensitive=True),
        long("purpose", "用途"),
        moment("back_by", "应还时间"),
        yes_no("consent", "业主同意", required=False),
        choice("consent_way", "征得同意的方式", WAYS, required=False),
        text("consent_by", "同意人", required=False),
        yes_no("allowed", "批准", required=False),
        text("allowed_why", "不批准的原因", required=False),
        signature("taken", "领用人签字", required=False),
        choice("key_state", "归还情况", STATES, required=False),
        long("key_note", "损坏或遗失说明", required=False),
    ],
    size="a5",
    signers=("经办人", "领用人"),
)
CONSENT = (
    yes_no("consent", "业主同意"),
    choice("consent_way", "征得同意的方式", WAYS, shown_if=AGREED),
    text("consent_by", "同意人", shown_if=AGREED),
)
DECISION = (
    yes_no("allowed", "批准"),
    text("allowed_why", "不批准的原因", shown_if=("allowed", (False,))),
)
HAND_OUT = (signature("taken", "领用人签字（或签字单照片）"),)
RETURN = (
    choice("key_state", "归还情况", STATES),
    long("key_note", "损坏或遗失说明", shown_if=("key_state", ("damaged", "lost"))),
)
LOSS = (
    yes_no("lock_changed", "已换锁"),
    money("lock_cost", "换锁费用（元）", required=False),
    text("paid_by", "费用承担人"),
)
