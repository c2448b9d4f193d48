"""The papers of lending archives and of destroying them."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    date,
    long,
    number,
    person,
    photos,
    record,
    signature,
    text,
    yes_no,
)

WHO = {"staff": "本公司员工", "owner": "业主本人", "authority": "行政、司法机关", "other": "其他"}
STATES = {"returned": "完好归还", "damaged": "归还但有损坏", "lost": "遗失"}
CLASSES = {
    "all": "全部类别", "customer": "业主档案", "document": "文书", "contract": "合同", "engineering": "工程资料",
    "finance": "财务", "staff": "人事", "other": "其他",
}  # fmt: skip
WAYS = {"shred": "粉碎", "pulp": "送厂化浆", "burn": "焚毁"}
DENIED = ("allowed", (False,))

LOAN = Paper(
    "WY-KF-DA-02",
    "档案借阅单",
    [
        record("archive", "档案", "archives"),
        choice("who", "借阅人身份", WHO),
        text("borrower", "借阅人"),
        text("borrower_phone", "借阅人电话", required=False, sensitive=True),
        long("purpose", "用途"),
        date("back_on", "应还日期"),
        yes_no("allowed", "批准", required=False),
        text("allowed_why", "不批准的原因", required=False),
        signature("taken", "借阅人签字", required=False),
        choice("file_state", "归还情况", STATES, required=False),
        long("file_note", "损坏或遗失说明", required=False),
    ],
    size="a5",
    signers=("借阅人", "批准人", "档案管理员"),
)
ASKED = ("archive", "who", "borrower", "borrower_phone", "purpose", "back_on")
DECISION = (yes_no("allowed", "批准"), text("allowed_why", "不批准的原因", shown_if=DENIED))
HAND_OUT = (signature("taken", "借阅人签字"),)
RETURN = (
    choice("file_state", "归还情况", STATES),
    long("file_note", "损坏或遗失说明", shown_if=("file_state", ("damaged", "lost"))),
)
LOSS = (long("loss_found", "查找经过"), long("loss_remedy", "补救措施"), text("loss_by", "责任人"))
LOAN_BOOK = Paper(
    "WY-KF-DA-03",
    "档案借阅登记簿",
    [
        text("number", "编号"),
        text("archive_name", "档案"),
        text("borrower", "借阅人"),
        long("purpose", "用途"),
        date("back_on", "应还日期"),
        choice("file_state", "归还情况", STATES),
        date("returned_on", "归还日期"),
    ],
    signers=("档案管理员",),
    listing=True,
)
DESTRUCTION = Paper(
    "WY-KF-DA-04",
    "档案销毁清册",
    [
        choice("archive_class", "档案类别", CLASSES),
        long("reason", "销毁理由"),
        number("due_count", "销毁卷数", required=False),
        long("due_list", "销毁清单", required=False),
        text("excepted", "鉴定后继续保管的档号", required=False),
        long("excepted_why", "继续保管的理由", required=False),
        yes_no("first_ok", "第一批准人同意", required=False),
        yes_no("second_ok", "第二批准人同意", required=False),
        choice("way", "销毁方式", WAYS, required=False),
        person("overseer", "监销人一", required=False),
        person("overseer_two", "监销人二", required=False),
        photos("destroyed_photo", "销毁现场照片", required=False),
        date("destroyed_on", "销毁日期", required=False),
    ],
    signers=("鉴定人", "第一批准人", "第二批准人", "监销人一", "监销人二"),
)
APPRAISAL = (
    text("excepted", "鉴定后继续保管的档号", required=False, help="多个档号用顿号隔开；全部销毁的不填"),
    long("excepted_why", "继续保管的理由", required=False),
)
FIRST = (yes_no("first_ok", "同意销毁"), text("first_why", "不同意的原因", shown_if=("first_ok", (False,))))
SECOND = (
    yes_no("second_ok", "同意销毁"),
    text("second_why", "不同意的原因", shown_if=("second_ok", (False,))),
)
DESTROYING = (
    choice("way", "销毁方式", WAYS),
    person("overseer", "监销人一"),
    signature("overseer_signed", "监销人一签字"),
    person("overseer_two", "监销人二"),
    signature("overseer_two_signed", "监销人二签字"),
    photos("destroyed_photo", "销毁现场照片"),
)
