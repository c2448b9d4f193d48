"""Emergency plans of the demo; one drill is overdue, one is near."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from guanjia.directory.places.models import Unit
from guanjia.kernel.time import now

FIRST = "先救人：疏散、救护\n防止损失扩大：断电、关阀、警戒\n记录时间和事实，拍照"
CALLS = "工程当班\n秩序维护值班长\n项目经理\n%s\n总部品质部"
PLANS = (
    ("火灾应急预案", "fire", "秩序维护主管", "119", "消防控制室、各单元大堂", -175, 7),
    ("电梯困人应急预案", "lift", "工程主管", "电梯维保单位、119", "电梯机房、监控室", -190, -8),
    ("防汛防台应急预案", "weather", "工程主管", "供水、供电抢修", "地下室入口、工程值班室", -120, 60),
    ("燃气泄漏应急预案", "gas", "工程主管", "燃气抢修、119", "监控室", -60, 120),
    ("停水停电应急预案", "outage", "工程主管", "供水、供电抢修", "工程值班室、前台", -30, 150),
    ("人员受伤应急预案", "injury", "客服主管", "120", "前台", -90, 90),
)


def lines(units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    today = localdate(now())
    for title, kind, holder, outside, place, last, following in PLANS:
        yield {
            "title": title, "kind": kind, "edition": f"{today.year} 版", "holder": holder, "first_actions": FIRST,
            "call_list": CALLS % outside, "hangs_at": place, "drilled_on": today + timedelta(days=last),
            "next_drill_on": today + timedelta(days=following),
        }  # fmt: skip
