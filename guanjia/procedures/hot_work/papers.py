"""The paper of hot work."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    long,
    moment,
    photos,
    record,
    signature,
    text,
    yes_no,
)

LICENCES = {"welding": "焊接与热切割作业", "gas": "燃气作业", "other": "其他特种作业"}
ENDS = {"finished": "动火结束", "longer": "申请延长"}
DENIED = ("stamped", (False,))

PERMIT = Paper(
    "WY-KF-DH-01",
    "动火证",
    [
        text("number", "编号", required=False),
        text("where", "房号/地点", required=False),
        record("contractor", "施工单位", "contractors", required=False),
        text("operator", "动火人"),
        choice("licence_kind", "操作证类别", LICENCES),
        text("licence", "操作证号"),
        date("licence_until", "操作证有效期至"),
        text("spot", "动火部位"),
        long("work", "动火内容"),
        moment("from_at", "动火开始时间"),
        moment("until_at", "动火结束时间"),
        count("extinguishers", "灭火器数量"),
        text("watcher", "看火人及电话", sensitive=True),
        photos("licence_copy", "操作证复印件"),
        photos("id_copy", "身份证复印件"),
        signature("operator_signed", "动火人签字"),
        yes_no("stamped", "批准并盖章", required=False),
        long("denied_why", "不批准的原因", required=False),
        yes_no("identity_ok", "人证相符", required=False),
        yes_no("extinguisher_ok", "灭火器到位", required=False),
        yes_no("watcher_ok", "看火人在场", required=False),
        yes_no("cleared_ok", "周围可燃物已清理", required=False),
        yes_no("fire_out", "余火已熄灭，现场已清理", required=False),
        moment("longer_until", "延长至", required=False),
        text("filed_at", "存档位置", required=False),
    ],
    size="a5",
    signers=("动火人", "批准人（盖章）", "门岗"),
)
INTAKE = (
    "contractor", "operator", "licence_kind", "licence", "licence_until", "spot", "work", "from_at", "until_at",
    "extinguishers", "watcher",
)  # fmt: skip
STAMP = (yes_no("stamped", "批准并盖章"), long("denied_why", "不批准的原因", shown_if=DENIED))
BEGIN = (
    yes_no("identity_ok", "人证相符"),
    yes_no("extinguisher_ok", "灭火器到位"),
    yes_no("watcher_ok", "看火人在场"),
    yes_no("cleared_ok", "周围可燃物已清理"),
)
END = (
    choice("ending", "情况", ENDS),
    yes_no("fire_out", "余火已熄灭，现场已清理", shown_if=("ending", ("finished",))),
    moment("longer_until", "延长至", shown_if=("ending", ("longer",))),
)
LONGER = (yes_no("longer_ok", "批准延长"),)
FILED = (text("filed_at", "存档位置"),)
