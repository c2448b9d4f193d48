"""The papers of shops."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    date,
    long,
    moment,
    money,
    photos,
    record,
    several,
    signature,
    text,
    tick,
    yes_no,
)

MATTERS = {"opening": "开业审批", "round": "月度巡查", "promotion": "广场促销"}
VIOLATIONS = {
    "outside": "占道经营、外摆", "grease": "油烟油污", "noise": "噪声扰民", "fire_exit": "堵塞消防通道",
    "gas": "燃气使用不规范", "sign": "招牌不符", "other": "其他",
}  # fmt: skip
PROMOTION = ("shop_matter", ("promotion",))
REFUSED = ("allowed", (False,))

SHOP = record("shop", "商铺", "shops")
MATTER = choice("shop_matter", "办理事项", MATTERS)
OPENING = Paper(
    "WY-KF-SP-01",
    "商铺开业审批表",
    [
        SHOP,
        date("opening_on", "拟开业日期"),
        yes_no("allowed", "同意"),
        text("allowed_why", "不同意的原因", required=False),
    ],
    signers=("商户", "经办人", "项目经理"),
)
ROUND = Paper(
    "WY-KF-SP-02",
    "商铺巡查记录表",
    [
        SHOP,
        date("checked_on", "巡查日期"),
        tick("gone", "商户已撤出"),
        several("violations", "违规情况", VIOLATIONS, required=False),
        long("violation_words", "违规说明", required=False),
        photos("violation_photos", "现场照片", required=False),
    ],
    signers=("巡查人", "商户"),
)
NOTICE = Paper(
    "WY-KF-SP-03",
    "商铺违规整改通知书",
    [
        SHOP,
        several("violations", "违规情况", VIOLATIONS, required=False),
        long("demand", "整改要求"),
        moment("rectify_by", "整改期限", required=False),
        signature("notice_signed", "商户签收", required=False),
        yes_no("rectified", "复查合格", required=False),
        long("recheck_words", "复查情况", required=False),
        text("authority", "报告部门", required=False),
        text("authority_letter", "报告文号", required=False),
    ],
    signers=("签发人", "商户", "复查人"),
)
PERMIT = Paper(
    "WY-KF-SP-05",
    "广场促销许可证",
    [
        SHOP,
        text("promotion_place", "促销地点"),
        moment("promotion_from", "开始时间"),
        moment("promotion_to", "结束时间"),
        long("promotion_what", "促销内容"),
        text("permit_number", "许可证号", required=False),
    ],
    size="a5",
    signers=("签发人", "商户"),
)
INTAKE = (
    SHOP,
    MATTER,
    date("opening_on", "拟开业日期", shown_if=("shop_matter", ("opening",))),
    text("promotion_place", "促销地点", shown_if=PROMOTION),
    moment("promotion_from", "开始时间", shown_if=PROMOTION),
    moment("promotion_to", "结束时间", shown_if=PROMOTION),
    long("promotion_what", "促销内容", shown_if=PROMOTION),
)
DECISION = (yes_no("allowed", "同意"), text("allowed_why", "不同意的原因", shown_if=REFUSED))
DEMAND = (long("demand", "整改要求"), signature("notice_signed", "商户签收（或送达照片）"))
RECHECK = (yes_no("rectified", "复查合格"), long("recheck_words", "复查情况"))
REPORT = (
    text("authority", "报告部门", help="如 城管、消防、环保、燃气"),
    text("authority_letter", "报告文号"),
)
AFTER = (
    yes_no("place_clean", "场地已恢复"),
    money("kept", "应扣金额（元）", shown_if=("place_clean", (False,))),
    text("kept_why", "扣款原因", shown_if=("place_clean", (False,))),
    photos("place_photos", "场地照片"),
)
