"""Two colleagues change shifts at the front desk, without the mouse where words are written."""

import pytest

from guanjia.engine.access.rowscope import acting_as
from guanjia.work.duty.models import DutyPost

pytestmark = pytest.mark.browser


def test_a_shift_is_handed_over_and_taken_over(house, window, shoot):
    with acting_as(house.supervisor):
        post = DutyPost.objects.create(
            company=house.company, estate=house.estate, name="前台", role="desk", things="钥匙 42、对讲机 2"
        )
    leaving = window("desk", at="/duty/")
    leaving.get_by_label("记一条").press_sequentially("8:05 接班，物品点清")
    leaving.keyboard.press("Enter")
    leaving.get_by_text("接班，物品点清").wait_for()
    leaving.keyboard.type("!地下车库积水，已放警示牌")
    leaving.keyboard.press("Enter")
    leaving.locator(".duty-side").get_by_text("地下车库积水").wait_for()

    leaving.get_by_role("link", name="交班").click()
    leaving.get_by_label("清点 钥匙").fill("41")
    leaving.get_by_label("原因 钥匙").fill("A-01 借出")
    leaving.get_by_label("清点 对讲机").fill("2")
    leaving.get_by_role("button", name="交班").click()
    leaving.get_by_role("alert").get_by_text("请主管写明意见").wait_for()
    assert leaving.get_by_label("清点 钥匙").input_value() == "41"

    chief = window("supervisor", at="/duty/")
    chief.get_by_label("处理结果", exact=True).fill("工程夜班继续抽水")
    chief.get_by_role("button", name="同意移交").click()
    chief.get_by_text("同意移交：工程夜班继续抽水").wait_for()

    leaving.get_by_role("button", name="交班").click()
    leaving.get_by_role("button", name="收回").wait_for()
    chief.goto("/duty/")
    chief.get_by_role("link", name="接班").click()
    chief.get_by_label("日志已看").check()
    shoot(chief, "duty-handover")
    chief.get_by_role("button", name="接班").click()
    chief.get_by_text("已移交 1 班").wait_for()
    shoot(chief, "duty-log")
    with acting_as(house.supervisor):
        assert [one.taken_by_id for one in post.handovers.all()] == [house.supervisor.pk]
