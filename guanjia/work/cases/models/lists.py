"""The lists that matters are sorted by."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a matter is about; the same list serves duplicate hints, house hints and analysis."""

    WATER = "water", _("漏水/给排水")
    POWER = "power", _("电路/照明")
    LIFT = "lift", _("电梯")
    GAS = "gas", _("燃气")
    HEATING = "heating", _("供暖/空调")
    DOOR = "door", _("门窗/门禁")
    STRUCTURE = "structure", _("墙面/防水")
    CLEANING = "cleaning", _("环境卫生")
    GREEN = "green", _("绿化")
    SECURITY = "security", _("秩序/安全")
    PARKING = "parking", _("停车")
    NOISE = "noise", _("噪音/邻里")
    FEE = "fee", _("收费")
    SERVICE = "service", _("服务态度")
    RULE = "rule", _("政策/手续")
    OTHER = "other", _("其他")


class Channel(models.TextChoices):
    PHONE = "phone", _("电话")
    COUNTER = "counter", _("前台来访")
    WEB = "web", _("网上")
    MESSAGE = "message", _("消息")
    GROUP = "group", _("业主群")
    STAFF = "staff", _("员工上报")
    EMAIL = "email", _("邮件")
