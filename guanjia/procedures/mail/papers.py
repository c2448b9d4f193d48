"""The papers of the mail desk."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, moment, photos, signature, text, tick, yes_no

KINDS = {
    "express": "快递", "parcel": "邮政包裹", "registered": "挂号信", "newspaper": "报刊", "letter": "平信",
}  # fmt: skip
CONDITIONS = {"intact": "完好", "damaged": "外包装破损"}
WAYS = {"phone": "电话", "message": "短信/微信", "visit": "上门"}
OUTCOMES = {"fetched": "客户领取", "refused": "客户拒收"}
PROOFS = {"code": "取件码", "id": "收件人证件", "proxy": "代领：代领人证件和收件人同意"}
BACK = {"returned": "已退回", "fetched": "客户已来领取"}

BOOK = Paper(
    "WY-KF-YJ-01",
    "邮件收发登记表",
    [
        choice("mail_kind", "邮件种类", KINDS),
        text("sender", "寄件人/承运单位"),
        text("tracking", "邮件单号"),
        text("addressee", "收件人"),
        text("shelf", "货架"),
        tick("confidential", "机密件", help="机密件不拆封，只交收件人本人"),
        choice("condition", "收到时的状况", CONDITIONS),
        long("damage", "破损情况", required=False),
        choice("told_way", "通知方式", WAYS, required=False),
        choice("outcome", "领取结果", OUTCOMES, required=False),
        text("fetcher", "签收人", required=False),
        choice("proof", "核对方式", PROOFS, required=False),
        yes_no("sealed", "封口完好", required=False),
        signature("fetched", "签收签字", required=False),
        long("refused_why", "拒收原因", required=False),
        choice("sent_back", "到期处理", BACK, required=False),
        text("back_number", "退回单号", required=False),
    ],
    size="a5",
    signers=("经办人", "签收人"),
)
NOTICE = Paper(
    "WY-KF-YJ-02",
    "取件通知单",
    [
        text("addressee", "收件人"),
        text("sender", "寄件人/承运单位"),
        text("shelf", "货架"),
        text("pickup_code", "取件码"),
        moment("send_back_at", "保管至"),
    ],
    size="r80",
)
FETCHED = ("outcome", ("fetched",))
INTAKE = (
    *BOOK.part("mail_kind", "sender", "tracking", "addressee", "shelf", "confidential", "condition"),
    long("damage", "破损情况", shown_if=("condition", ("damaged",))),
)
TOLD = (choice("told_way", "通知方式", WAYS), date("told_on", "通知日期", required=False))
REMINDED = (choice("reminded_way", "提醒方式", WAYS), long("reminded_note", "客户答复", required=False))
PICKUP = (
    choice("outcome", "领取结果", OUTCOMES),
    choice("proof", "核对方式", PROOFS, shown_if=FETCHED),
    text("code_shown", "客户报出的取件码", shown_if=("proof", ("code",))),
    text("fetcher", "签收人", shown_if=FETCHED),
    yes_no("sealed", "封口完好", help="交给客户前当面查看"),
    signature("fetched", "签收签字（或签字单照片）", shown_if=FETCHED),
    long("refused_why", "拒收原因", shown_if=("outcome", ("refused",))),
)
SENT_BACK = (
    choice("sent_back", "到期处理", BACK),
    text("back_number", "退回单号", shown_if=("sent_back", ("returned",))),
    text("late_fetcher", "签收人", shown_if=("sent_back", ("fetched",))),
)
OPENED = (
    long("opened_how", "封口何时、如何破损"),
    photos("opened_photos", "封口照片"),
    text("told_leader", "报告给谁"),
)
