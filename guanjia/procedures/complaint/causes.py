"""The tree of causes of complaints, for analysis."""

CAUSES: dict[str, dict[str, str]] = {
    "服务态度": {
        "attitude.rude": "语言行为不当",
        "attitude.indifferent": "冷淡推诿",
        "attitude.unkempt": "仪容仪表",
    },
    "及时性": {"time.no_reply": "未回应", "time.late": "未按时完成", "time.no_notice": "延误未告知"},
    "维修质量": {"work.again": "同一问题反复", "work.damage": "施工造成损坏", "work.mess": "未清理现场"},
    "设施设备": {"facility.fault": "故障停用", "facility.design": "设置不合理", "facility.aged": "老化失修"},
    "环境": {
        "environment.dirt": "保洁不到位",
        "environment.green": "绿化养护",
        "environment.pests": "虫鼠害",
    },
    "秩序安全": {"security.access": "出入管理", "security.theft": "财物失窃", "security.parking": "停车秩序"},
    "收费": {"fee.amount": "金额有误", "fee.standard": "不认可标准", "fee.notice": "未说明"},
    "邻里": {"neighbour.noise": "噪音", "neighbour.leak": "漏水", "neighbour.common": "占用公共部位"},
    "开发商": {"developer.defect": "房屋遗留问题", "developer.promise": "承诺未兑现"},
    "制度": {"rule.unclear": "规定不清", "rule.unfair": "规定不合理"},
    "其他": {"other.other": "其他"},
}

CHOICES = {code: f"{branch} / {leaf}" for branch, leaves in CAUSES.items() for code, leaf in leaves.items()}


def branch_of(code: str) -> str:
    """The main cause a leaf belongs to; the code itself when the tree no longer has it."""
    return next((branch for branch, leaves in CAUSES.items() if code in leaves), code)
