"""The papers of letters and notices, going out and coming in."""

from guanjia.engine.sop import Field, Paper
from guanjia.engine.sop.fields import choice, count, date, long, person, record, text, yes_no

KINDS = {
    "notice": "通知", "letter": "函", "report": "报告", "contract": "合同", "announcement": "公告",
    "minutes": "会议纪要",
}  # fmt: skip
SECRECY = {"open": "普通", "internal": "内部", "secret": "机密"}
RETENTION = {"y10": "10 年", "y30": "30 年", "permanent": "永久"}
SENT = {"hand": "专人送达", "mail": "邮寄", "online": "线上发布", "posted": "张贴公告", "round": "内部传阅"}
ACTS = ("needs_action", (True,))


def _filing(required: bool) -> tuple[Field, ...]:
    return (
        text("archive_number", "档号", required=required),
        text("box", "盒号", required=required),
        choice("retention", "保管期限", RETENTION, required=required),
    )


FILING = _filing(True)
DRAFT = Paper(
    "WY-KF-WS-01",
    "发文稿纸",
    [
        text("document_number", "发文字号", required=False),
        choice("kind", "文种", KINDS),
        text("subject", "标题"),
        text("addressee", "主送"),
        choice("secrecy", "密级", SECRECY),
        yes_no("stamped", "需要用印"),
        long("draft", "文稿", help="写正文；长文写要点，并把文稿作为附件上传"),
        long("review_note", "核稿意见", required=False),
        long("sign_note", "签发意见", required=False),
        record("stamp", "印章", "stamps", required=False),
        count("copies", "印制份数", required=False),
        choice("sent_way", "发出方式", SENT, required=False),
        date("sent_on", "发出日期", required=False),
        text("received_by", "签收人", required=False),
        *_filing(False),
    ],
    signers=("拟稿人", "核稿人", "签发人"),
)
INTAKE = ("kind", "subject", "addressee", "secrecy", "stamped", "draft")
REVIEW = (
    yes_no("draft_ok", "文稿可以送签"),
    long("review_note", "核稿意见", shown_if=("draft_ok", (False,))),
)
SIGN = (yes_no("signed_off", "同意签发"), long("sign_note", "签发意见", shown_if=("signed_off", (False,))))
STAMP = (record("stamp", "印章", "stamps"), count("copies", "印制份数"))
SEND = (
    choice("sent_way", "发出方式", SENT),
    date("sent_on", "发出日期"),
    text("received_by", "签收人", shown_if=("sent_way", ("hand",))),
)
OUT_BOOK = Paper(
    "WY-KF-WS-02",
    "发文登记簿",
    [
        text("document_number", "发文字号"),
        choice("kind", "文种", KINDS),
        text("subject", "标题"),
        text("addressee", "主送"),
        choice("secrecy", "密级", SECRECY),
        date("sent_on", "发出日期"),
        count("copies", "印制份数"),
        text("archive_number", "档号"),
    ],
    size="a4",
    signers=("登记人",),
    listing=True,
)
HANDLING = Paper(
    "WY-KF-WS-03",
    "收文处理单",
    [
        text("receipt_number", "收文编号", required=False),
        text("sender", "来文单位"),
        text("sender_number", "来文字号", required=False),
        text("subject", "标题"),
        date("received_on", "收文日期"),
        count("copies", "份数"),
        choice("secrecy", "密级", SECRECY),
        long("instruction", "拟办意见", required=False),
        person("reader", "阅办人", required=False),
        person("reader_two", "另一位阅办人", required=False),
        yes_no("needs_action", "需要办理", required=False),
        person("handler", "承办人", required=False, shown_if=ACTS),
        date("act_by", "办结期限", required=False, shown_if=ACTS),
        long("opinion", "阅办意见", required=False),
        long("opinion_two", "另一位阅办意见", required=False),
        long("acted", "办理结果", required=False, shown_if=ACTS),
        *_filing(False),
    ],
    signers=("登记人", "拟办人", "承办人"),
)
RECEIVED = ("sender", "sender_number", "subject", "received_on", "copies", "secrecy")
PASS_ON = (
    long("instruction", "拟办意见"),
    person("reader", "阅办人"),
    person("reader_two", "另一位阅办人", required=False),
    yes_no("needs_action", "需要办理"),
    person("handler", "承办人", shown_if=ACTS),
    date("act_by", "办结期限", shown_if=ACTS),
)
IN_BOOK = Paper(
    "WY-KF-WS-04",
    "收文登记簿",
    [
        text("receipt_number", "收文编号"),
        date("received_on", "收文日期"),
        text("sender", "来文单位"),
        text("sender_number", "来文字号"),
        text("subject", "标题"),
        date("act_by", "办结期限"),
        long("acted", "办理结果"),
        text("archive_number", "档号"),
    ],
    signers=("登记人",),
    listing=True,
)
