"""The sheet of an improvement."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import article, choice, date, long, person, text, yes_no

SOURCES = {
    "complaint": "投诉", "survey": "满意度调查", "review": "内部检查", "inspection": "外部检查", "accident": "事故",
    "suggestion": "建议", "other": "其他",
}  # fmt: skip
CHANGED = ("standard_changed", (True,))

SHEET = Paper(
    "WY-KF-GJ-01",
    "改进措施表",
    [
        choice("source", "来源", SOURCES),
        text("source_ref", "来源编号", required=False, help="如投诉单号、检查日期"),
        long("found", "发现的问题"),
        long("cause", "原因分析"),
        long("measure", "改进措施"),
        person("owner", "责任人"),
        date("done_by", "完成期限"),
        long("done", "落实情况"),
        yes_no("effective", "措施有效"),
        long("seen", "效果说明"),
        yes_no("standard_changed", "修订标准"),
        article("new_standard", "修订后的知识条目", required=False, shown_if=CHANGED),
        text("standard_note", "修订了哪一条", shown_if=CHANGED),
    ],
    signers=("责任人", "检查人"),
)
