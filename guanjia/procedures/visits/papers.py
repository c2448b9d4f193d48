"""The note of a visit."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, person, text, yes_no

KINDS = {"yearly": "每户每年一次", "key": "重点客户每季一次", "new": "新入住首月", "other": "其他"}
MOODS = {"good": "满意", "plain": "一般", "bad": "不满意"}
MET = ("met", (True,))
PROMISED = ("promised", (True,))

NOTE = Paper(
    "WY-KF-ZF-01",
    "客户走访记录表",
    [
        choice("visit_kind", "走访类别", KINDS),
        person("butler", "走访人"),
        date("visit_by", "最迟走访日期"),
        yes_no("met", "见到客户"),
        text("met_whom", "受访人", required=False, sensitive=True, shown_if=MET),
        choice("mood", "客户态度", MOODS, shown_if=MET),
        long("needs", "需求", required=False, shown_if=MET),
        long("opinions", "意见", required=False, shown_if=MET),
        yes_no("need_case", "需求另行立项", shown_if=MET),
        yes_no("promised", "作出承诺", shown_if=MET),
        long("promise", "承诺内容", shown_if=PROMISED),
        date("promise_by", "承诺兑现日期", shown_if=PROMISED),
        yes_no("kept", "承诺已兑现"),
        long("kept_note", "兑现情况"),
    ],
    size="a5",
    signers=("走访人",),
)
