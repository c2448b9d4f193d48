"""Names and words of the demo. Phones begin with 1990 and belong to nobody."""

from random import Random

SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛"
GIVEN = (
    "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 涛 明 超 秀英 霞 平 刚 桂英 华 玉兰 建国 红梅 志文 海燕 晓东 云 雪峰 子涵 欣怡 浩宇 "
    "梓轩 雨桐 建华 国强 秀珍 淑芬 立新 文静 思远 佳琪 俊杰 嘉怡 天佑 慧敏 春梅 志强 婷婷 宏伟 丹 莉 鹏 燕 琳 斌 倩 鑫"
).split()
# procedure, topic, urgency, severity, words, answers
MATTERS = (
    (
        "repair",
        "water",
        "urgent",
        "ordinary",
        "厨房水管接头漏水，已用盆接着。",
        {"kind": "home", "part": "pipes"},
    ),
    (
        "repair",
        "water",
        "ordinary",
        "ordinary",
        "卫生间地漏返味，下水慢。",
        {"kind": "home", "part": "pipes"},
    ),
    (
        "repair",
        "power",
        "ordinary",
        "ordinary",
        "客厅开关打火，灯一闪一闪。",
        {"kind": "home", "part": "wiring"},
    ),
    ("repair", "door", "ordinary", "ordinary", "入户门锁芯转不动。", {"kind": "home", "part": "doors"}),
    (
        "repair",
        "structure",
        "ordinary",
        "ordinary",
        "主卧外墙渗水，墙皮起泡。",
        {"kind": "home", "part": "waterproofing"},
    ),
    ("repair", "power", "ordinary", "ordinary", "单元门口路灯不亮。", {"kind": "public"}),
    ("repair", "lift", "emergency", "serious", "电梯停在七楼，里面有人。", {"kind": "equipment"}),
    ("repair", "lift", "urgent", "ordinary", "电梯运行有异响，老人不敢坐。", {"kind": "equipment"}),
    ("repair", "door", "urgent", "ordinary", "单元门禁刷卡没反应。", {"kind": "public"}),
    (
        "repair",
        "heating",
        "ordinary",
        "ordinary",
        "空调外机滴水到楼下。",
        {"kind": "home", "part": "heating"},
    ),
    ("repair", "water", "emergency", "serious", "楼道水管爆了，水往电梯里流。", {"kind": "public"}),
    ("complaint", "noise", "ordinary", "ordinary", "楼上夜里十一点还在装修。", {}),
    ("complaint", "cleaning", "ordinary", "ordinary", "地下车库垃圾三天没有清。", {}),
    ("complaint", "parking", "ordinary", "ordinary", "固定车位总被外来车占用。", {}),
    ("complaint", "service", "ordinary", "serious", "上次报修说好来没来，也没打电话。", {}),
    ("suggestion", "green", "ordinary", "ordinary", "建议在儿童乐园旁加几张长椅。", {}),
    ("consultation", "parking", "ordinary", "ordinary", "想办停车月卡，需要带什么材料？", {}),
    ("consultation", "rule", "ordinary", "ordinary", "装修押金什么时候能退？", {}),
    ("consultation", "fee", "ordinary", "ordinary", "物业费可以按季度交吗？", {}),
)
WEIGHTS = (9, 8, 7, 6, 4, 6, 1, 3, 5, 5, 1, 5, 5, 6, 3, 3, 9, 6, 8)
PRAISE = ("师傅很准时，修得也干净。", "处理得挺快，谢谢。", "", "", "态度很好。", "修好了。", "")
GRUMBLE = ("等了太久。", "修了两次才好。", "没提前打电话。")
PRAISE_OF_ALL = ("小区越来越干净了。", "保安认得人，放心。", "没什么意见，挺好。", "", "", "管家回消息很快。")
WISHES = ("晚上楼道灯太暗。", "电梯等得久。", "快递柜不够用。", "停车位紧张，希望管一管。")
OUTCOMES = (
    "更换接头，试水正常。",
    "紧固并更换密封件，观察十分钟无渗漏。",
    "更换损坏零件，试用正常。",
    "疏通清理，使用正常。",
    "调整并加油，已恢复使用。",
)
# topic: (name, measure, price in yuan)
MATERIALS = {
    "water": (("软管", "根", "15.00"), ("三角阀", "个", "28.00"), ("生料带", "卷", "3.00"), ("地漏芯", "个", "22.00")),
    "power": (("五孔插座", "个", "18.50"), ("单联开关", "个", "12.00"), ("LED 灯泡", "个", "16.00"), ("空气开关", "个", "45.00")),
    "door": (("锁芯", "个", "68.00"), ("合页", "副", "14.00"), ("闭门器", "个", "95.00")),
    "structure": (("防水涂料", "公斤", "32.00"), ("腻子", "公斤", "6.50"), ("密封胶", "支", "18.00")),
    "lift": (("门滑块", "个", "36.00"), ("导靴衬", "副", "58.00")),
    "heating": (("冷凝水管", "米", "4.50"), ("保温棉", "米", "7.00")),
}  # fmt: skip
LABOUR = (
    ("上门检查", "0"),
    ("更换水龙头、软管", "30"),
    ("更换开关、插座", "30"),
    ("疏通地漏", "50"),
    ("更换锁芯", "50"),
    ("局部防水", "80"),
)
# Of the large and of the small estate: name, contact, phone, parts
FIRMS = (
    (
        ("迅达电梯维保", "钱工", "19900088001", []),
        ("安居防水工程", "孙工", "19900088002", ["waterproofing", "decoration"]),
    ),
    (("滨江建设（总包保修）", "沈工", "19900088003", []),),
)
# topic: the causes that are found, most usual first
CAUSES = {
    "noise": ("neighbour.noise", "neighbour.noise", "rule.unclear", "security.access"),
    "cleaning": ("environment.dirt", "environment.dirt", "environment.pests", "facility.design"),
    "parking": ("security.parking", "security.parking", "security.parking", "rule.unclear"),
    "service": ("time.no_notice", "time.no_reply", "time.late", "attitude.indifferent", "work.again"),
}
# topic: the department answerable, the plan, what was done
HANDLED = {
    "noise": (
        "security",
        "夜间巡查到户劝停，书面提醒装修时间。",
        "到户劝停并贴出装修时间告知，夜间增加一次巡查。",
    ),
    "cleaning": ("cleaning", "当日清理，调整车库清扫班次。", "清理干净，车库改为每天两次清扫。"),
    "parking": ("security", "核查外来车辆，恢复车位锁。", "劝离外来车辆并修好车位锁，岗亭加强核验。"),
    "service": (
        "engineering",
        "师傅上门致歉并当日修好，班组晨会通报。",
        "上门致歉并修好，要求延误必须提前电话告知。",
    ),
}
# a question's first words: the article that answers it
ANSWERED_BY = {
    "想办停车月卡": "停车月卡怎么办理",
    "装修押金什么": "装修押金多久退",
    "物业费可以按": "物业费缴纳方式",
}
ARTICLES = (
    (
        "停车月卡怎么办理",
        "fee",
        "月卡 停车 车位",
        "带行驶证、房产证或租赁合同到前台办理，当日生效。月卡费用按项目公示标准收取。",
    ),
    (
        "装修押金多久退",
        "rule",
        "装修 押金 退款",
        "验收合格后业主押金当场可退；施工单位押金三个月复验无隐患后退还。",
    ),
    (
        "物业费缴纳方式",
        "fee",
        "物业费 缴费 季度",
        "可按月、季、半年或年缴纳；支持前台现金、刷卡、微信、支付宝和银行代扣。",
    ),
    ("门禁卡补办", "rule", "门禁 一卡通 补卡", "本人携带身份证到前台挂失，旧卡立即停用，新卡当场制作。"),
    (
        "漏水先怎么处理",
        "repair",
        "漏水 关阀门",
        "先关闭入户总阀，断开受影响区域电源，用容器接水，再拨打服务热线。",
    ),
    ("宠物饲养规定", "rule", "养狗 宠物 牵绳", "办理犬证，出户牵绳，及时清理粪便，不进入儿童活动区。"),
)


def person(chance: Random) -> str:
    """A usual name."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def phone(number: int) -> str:
    """A mobile number of a range that is not given out."""
    return f"1990{number:07d}"
