"""The papers of a renovation, one for each stage."""

from guanjia.engine.sop import Paper
from guanjia.engine.sop.fields import (
    choice,
    count,
    date,
    long,
    money,
    photos,
    record,
    several,
    signature,
    text,
    yes_no,
)

ITEMS = {
    "wall": "墙地面", "wet": "厨卫防水", "pipes": "水电管线", "heating": "暖气", "carpentry": "木作吊顶",
    "windows": "门窗", "aircon": "空调安装", "other": "其他",
}  # fmt: skip
PROHIBITED = {
    "bearing": "拆改承重墙、梁柱", "outer": "外墙开洞、改外立面", "wet_area": "移动厨卫位置", "gas": "改动燃气管道",
}  # fmt: skip
FOUND = {"fine": "正常施工", "violation": "发现违章", "change": "申请延期或变更", "done": "申请验收"}
KEEP_FROM = {"renovation": "业主押金", "renovation_contractor": "施工单位押金"}
NO = (False,)
_NUMBER = (text("number", "编号", required=False), text("where", "房号/地点", required=False))
_FIRM = record("contractor", "施工单位", "contractors")

APPLICATION = Paper(
    "WY-KF-ZX-01",
    "装修申请表",
    [
        *_NUMBER,
        _FIRM,
        text("foreman", "现场负责人及电话", sensitive=True),
        several("items", "装修项目", ITEMS),
        long("items_words", "装修内容说明", required=False),
        date("start_on", "开工日期"),
        date("end_on", "竣工日期"),
        long("workers", "施工人员名单（每行一人）", sensitive=True, help="每行写一人的姓名，发证时按人数制作施工证"),
        photos("plan", "装修图纸"),
        photos("licence_copy", "施工单位资质复印件"),
        photos("worker_photos", "施工人员证件照片", sensitive=True),
        several("prohibited", "已告知的禁止事项", PROHIBITED),
        signature("owner_signed", "业主签字"),
        signature("contractor_signed", "施工单位签字"),
        yes_no("approved", "同意装修", required=False),
        long("approved_why", "审批意见", required=False),
        yes_no("water_ok", "闭水试验合格", required=False),
        yes_no("pressure_ok", "打压试验合格", required=False),
    ],
    signers=("业主", "施工单位", "工程主管", "审批人"),
)  # fmt: skip
PERMIT = Paper(
    "WY-KF-ZX-02",
    "装修许可证",
    [
        text("permit_number", "许可证号", required=False),
        text("where", "房号/地点", required=False),
        _FIRM,
        text("foreman", "现场负责人及电话", required=False, sensitive=True),
        several("items", "装修项目", ITEMS, required=False),
        date("permit_from", "许可期限自"),
        date("permit_until", "许可期限至"),
        text("noise_hours", "可进行噪音施工的时间（工作日）", required=False),
        several("prohibited", "禁止事项", PROHIBITED, required=False),
    ],
    size="a5l",
    signers=("签发人（盖章）",),
)
ROUND = Paper(
    "WY-KF-ZX-03",
    "装修巡查记录",
    [
        text("where", "房号/地点", required=False),
        choice("found", "巡查结果", FOUND),
        yes_no("permit_shown", "许可证张贴在门口"),
        yes_no("workers_ok", "施工人员均持证"),
        yes_no("fire_ok", "灭火器材到位"),
        yes_no("noise_ok", "在规定时间内施工"),
        yes_no("waste_ok", "垃圾按规定堆放"),
        long("round_note", "巡查说明", required=False),
        photos("round_photos", "巡查照片", required=False),
    ],
    size="a5",
    signers=("巡查人", "现场负责人"),
)
NOTICE = Paper(
    "WY-KF-ZX-04",
    "违章整改通知书",
    [
        text("where", "房号/地点", required=False),
        long("violation", "违章内容"),
        photos("violation_photos", "违章照片"),
        long("demand", "整改要求"),
        date("rectify_by", "整改期限"),
        yes_no("stopped", "责令停工"),
        yes_no("rectified", "复查合格", required=False),
        long("recheck_note", "复查说明", required=False),
    ],
    signers=("通知人", "施工单位签收", "业主签收"),
)
ACCEPTANCE = Paper(
    "WY-KF-ZX-05",
    "装修验收表",
    [
        text("where", "房号/地点", required=False),
        yes_no("accepted", "验收合格"),
        yes_no("passes_back", "施工证已全部交回"),
        long("accept_note", "验收意见"),
        photos("accept_photos", "验收照片", required=False),
        signature("accept_signed", "业主签字"),
        date("recheck_on", "复验日期", required=False),
        yes_no("sound", "复验合格，无隐患", required=False),
        long("sound_note", "复验意见", required=False),
    ],
    signers=("验收人", "业主", "施工单位"),
)
REFUND = Paper(
    "WY-KF-ZX-06",
    "押金退还单",
    [
        *_NUMBER,
        _FIRM,
        date("deposit_renovation_due", "业主押金可退日期"),
        date("deposit_renovation_contractor_due", "施工单位押金可退日期"),
        money("kept", "申请扣款（元）", required=False),
        long("kept_why", "扣款原因", required=False),
    ],
    size="a5",
    signers=("经办人", "审批人", "领款人"),
)
INTAKE = ("contractor", "foreman", "items", "items_words", "start_on", "end_on", "workers")
FILED = ("plan", "licence_copy", "worker_photos", "prohibited", "owner_signed", "contractor_signed")
ACCEPTED = ("accepted", "passes_back", "accept_note", "accept_photos", "accept_signed")
DECISION = (yes_no("approved", "同意装修"), long("approved_why", "审批意见", shown_if=("approved", NO)))
TESTS = (
    yes_no("water_ok", "闭水试验合格"),
    yes_no("pressure_ok", "打压试验合格", required=False, help="供暖季暖气不做打压试验"),
    long("tests_note", "试验说明", required=False),
    signature("tests_owner", "业主签字确认试验"),
    signature("tests_engineer", "工程主管签字"),
)
RETEST = (long("mended", "整改情况"),)
RECHECK = (
    yes_no("rectified", "复查合格"),
    long("recheck_note", "复查说明", required=False),
    yes_no("to_keep", "需要扣押金"),
)
KEEPING = (
    choice("kept_from", "从谁的押金中扣", KEEP_FROM),
    money("kept", "申请扣款（元）"),
    long("kept_why", "扣款原因"),
    photos("kept_proof", "扣款凭据照片"),
)
CHANGE = (
    date("new_until", "延期至"),
    several("new_items", "增加的项目", ITEMS, required=False),
    long("change_why", "延期或变更原因"),
)
CHANGED = (yes_no("change_ok", "同意延期或变更"),)
SOUND = (
    yes_no("sound", "复验合格，无隐患"),
    long("sound_note", "复验意见", required=False),
    yes_no("to_keep", "需要扣押金"),
)
MENDING = (long("hidden_mended", "隐患整改情况"), count("mending_days", "整改用时（天）", required=False))
