"""The papers of an owners' vote."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import choice, date, long, money, number, photos, several, text, yes_no

MATTERS = {
    "rules": "制定、修改管理规约或议事规则", "committee": "选举业主委员会或更换委员",
    "company": "选聘、解聘物业服务企业", "fund_use": "使用维修资金", "fund_raise": "筹集维修资金",
    "rebuild": "改建、重建建筑物及附属设施", "common_use": "改变共有部分用途或用于经营", "other": "其他共同管理事项",
}  # fmt: skip
PLACES = {"board": "公告栏", "hall": "单元大堂", "group": "业主群", "letter": "书面送达"}
DECISIONS = {"approved": "批准", "declined": "不批准"}

MATTER = (
    text("vote_title", "表决事项"),
    choice(
        "matter",
        "事项类别",
        MATTERS,
        help="筹集维修资金、改建重建、改变共有部分用途须四分之三以上同意，其余过半数",
    ),
    long("vote_text", "表决内容"),
    yes_no("secret", "无记名投票"),
    date("opens_on", "投票开始日期"),
    date("closes_on", "投票截止日期"),
)
NOTICE = Paper(
    "WY-KF-YW-02",
    "业主大会表决公告",
    [
        *MATTER,
        date("notice_on", "公示日期"),
        several("notice_where", "公示方式", PLACES),
        photos("notice_photos", "公示照片"),
    ],
    signers=("业主委员会", "物业服务中心"),
)
RESULT = Paper(
    "WY-KF-YW-03",
    "业主大会表决结果公告",
    [
        text("vote_title", "表决事项", required=False),
        choice("matter", "事项类别", MATTERS, required=False),
        date("roll_on", "名册确定日期", required=False),
        number("roll_heads", "业主总人数", required=False),
        money("roll_area", "专有部分总面积（㎡）", required=False),
        number("cast_heads", "参加表决人数", required=False),
        money("cast_area", "参加表决面积（㎡）", required=False),
        number("for_heads", "同意人数", required=False),
        money("for_area", "同意面积（㎡）", required=False),
        number("against_heads", "不同意人数", required=False),
        money("against_area", "不同意面积（㎡）", required=False),
        number("abstain_heads", "弃权人数", required=False),
        money("abstain_area", "弃权面积（㎡）", required=False),
        yes_no("quorate", "达到法定参加人数和面积", required=False),
        yes_no("passed", "表决通过", required=False),
        text("witnesses", "监票人"),
        date("published_on", "公布日期"),
        several("published_where", "公布方式", PLACES),
        photos("published_photos", "公布照片"),
    ],
    signers=("监票人", "业主委员会", "物业服务中心"),
)
DECISION = (
    choice("decision", "审核结果", DECISIONS),
    long("decision_why", "审核意见", shown_if=("decision", ("declined",))),
)
