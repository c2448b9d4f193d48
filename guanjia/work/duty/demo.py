"""The posts of the demo estates that are manned round the clock."""

from collections.abc import Iterator
from typing import Any

from guanjia.directory.places.models import Unit


def lines(homes: list[Unit]) -> Iterator[dict[str, Any]]:
    yield {
        "name": "服务中心前台",
        "role": "desk",
        "things": "值班手机 1、对讲机 2、备用钥匙 42、临时门禁卡 10、备用金 500",
    }
    yield {"name": "工程值班室", "role": "technician", "things": "机房钥匙 12、对讲机 3、应急灯 4"}
    yield {"name": "东门岗", "role": "guard", "things": "对讲机 2、道闸遥控器 2、访客卡 20"}
