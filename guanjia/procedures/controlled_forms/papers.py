"""The papers of controlled forms and of numbered blank ones."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    long,
    person,
    photos,
    record,
    signature,
    text,
    tick,
    yes_no,
)

WHAT = {"issue": "新增表单", "change": "换版", "withdraw": "作废"}
RETENTION = {"y3": "3 年", "y5": "5 年", "y10": "10 年", "y30": "30 年", "permanent": "永久"}
_NEW, _KNOWN, _MADE = ("what", ("issue",)), ("what", ("change", "withdraw")), ("what", ("issue", "change"))

CHANGE = Paper(
    "WY-KF-DZ-02",
    "受控表单变更申请单",
    [
        choice("what", "变更事项", WHAT),
        record("form", "受控表单", "controlled_forms", shown_if=_KNOWN),
        text("form_number", "文件编号", shown_if=_NEW),
        text("form_title", "表单名称", shown_if=_MADE),
        text("edition", "新版本", shown_if=_MADE, help="如 A/1"),
        choice("retention", "记录保存期限", RETENTION, shown_if=_MADE),
        text("where_used", "使用岗位", shown_if=_MADE),
        date("effective_on", "生效日期"),
        long("change_why", "变更原因"),
        yes_no("allowed", "批准", required=False),
        text("allowed_why", "不批准的原因", required=False),
        count("copies_given", "发放新版份数", required=False),
        count("copies_back", "收回旧版份数", required=False),
    ],
    signers=("申请人", "批准人", "发放人"),
)
INTAKE = (
    "what",
    "form",
    "form_number",
    "form_title",
    "edition",
    "retention",
    "where_used",
    "effective_on",
    "change_why",
)
DECISION = (
    yes_no("allowed", "批准"),
    text("allowed_why", "不批准的原因", shown_if=("allowed", (False,))),
)
SHARING = (
    count("copies_given", "发放新版份数", shown_if=_MADE),
    count("copies_back", "收回旧版份数", shown_if=_KNOWN),
    tick("old_destroyed", "收回的旧版已作废处理"),
)
BOOK = Paper(
    "WY-KF-DZ-03",
    "空白单证领用交回单",
    [
        record("book", "空白单证", "form_books"),
        person("holder", "单证领用人"),
        date("return_on", "交回日期"),
        text("numbers", "号码范围", required=False),
        signature("holder_signed", "领用人签字", required=False),
        text("used_numbers", "已用号码", required=False),
        text("spoiled_numbers", "作废号码", required=False),
        text("left_numbers", "未用号码", required=False),
        photos("spoiled_photo", "作废单证两联照片", required=False),
        text("missing_numbers", "缺号", required=False),
        long("missing_why", "缺号原因", required=False),
    ],
    size="a5",
    signers=("领用人", "发放人", "核对人"),
)
RETURN = (
    text("used_numbers", "已用号码", required=False, help="如 1-48、50；没有的不填"),
    text("spoiled_numbers", "作废号码", required=False),
    text("left_numbers", "未用号码", required=False),
    yes_no("both_copies", "作废单证两联都在"),
)
MISSING = (long("missing_why", "缺号原因"), long("missing_steps", "处理措施（挂失、声明作废等）"))
