"""老张 at the gate when the network is gone: judged by the kept list, noted once, forgotten when he leaves."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.registers.passes.models import Stay, WorkerPass
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

pytestmark = pytest.mark.browser
POCKET = {"width": 390, "height": 844}
PAGE_IS_KEPT = """(async () => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match(location.href, { ignoreVary: true }))) await new Promise(requestAnimationFrame);
})()"""


@pytest.fixture
def released(house) -> Case:
    """A sofa that may leave today; 张三's pass is good, 李四's is not any more."""
    now, today = time.now(), localdate(time.now())
    with acting_as(system(house.company.pk)):
        for number, name, until in (("SG-1", "张三", today), ("SG-2", "李四", today - timedelta(days=1))):
            WorkerPass.objects.create(
                company=house.company, estate=house.estate, number=number, kind="works", name=name, unit=house.unit,
                valid_from=today - timedelta(days=9), valid_until=until,
            )  # fmt: skip
    said = {"who": "owner", "applicant": "王阿姨", "items": "沙发 1 件", "valid_on": str(today)}
    with acting_as(house.desk):
        us = {"actor": house.desk, "now": now}
        case = actions.register_case(
            estate=house.estate, procedure="item_release", words="搬沙发", unit=house.unit, answers=said, **us
        )
        return actions.complete_step(case=case, step="issue", answers={"identity_ok": True}, **us)


def ask(page, number, word):
    page.get_by_placeholder("证件或放行条号码").fill(number)
    page.get_by_role("button", name="核验").click()
    page.locator("[data-answers]").get_by_text(word).first.wait_for()


def happened(house, case):
    with acting_as(system(house.company.pk)):
        case = Case.objects.get(pk=case.pk)
        return case.state, case.attachments.count(), Stay.objects.count()


def test_the_gate_without_a_network(house, window, shoot, released):
    page = window("guard", POCKET, at="/gate/")
    page.get_by_text("名单截至").wait_for()
    page.evaluate(PAGE_IS_KEPT)
    ask(page, released.number, "今天有效")
    shoot(page, "gate-good")
    page.get_by_role("button", name="扫码").click()
    page.get_by_text("打不开摄像头").wait_for()

    page.context.set_offline(True)
    page.reload()
    ask(page, "SG-2", "已到期")
    shoot(page, "gate-bad-offline")
    ask(page, "SG-9", "名单里没有")
    ask(page, released.number, "的名单核对")
    page.get_by_label("实物与清单相符").check()
    picture = page.screenshot()
    page.set_input_files("[name=out_photo]", {"name": "a.png", "mimeType": "image/png", "buffer": picture})
    page.get_by_role("button", name="放行").click()
    page.get_by_text("1 项等待发送").wait_for()
    ask(page, released.number, "刚才已放行")
    ask(page, "sg-1", "可以进场")
    page.get_by_role("button", name="进", exact=True).click()
    page.get_by_text("2 项等待发送").wait_for()
    shoot(page, "gate-waits")
    assert happened(house, released) == ("open", 0, 0)

    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    page.context.route("**/gate/out/", swallow)
    page.context.set_offline(False)
    page.evaluate("Outbox.flush()")
    if not lost or page.locator("#outbox").is_visible():
        page.evaluate("Outbox.flush()")
    page.get_by_text("张三 已进门").wait_for()
    assert lost == [200] and happened(house, released) == ("closed", 1, 1)
    page.locator("#gate-now").get_by_text("张三").wait_for()
    page.set_viewport_size({"width": 1366, "height": 768})
    ask(page, "SG-1", "现在在场")
    shoot(page, "gate-box")

    assert page.evaluate("Object.keys(localStorage).some((name) => name.startsWith('kept:'))")
    page.context.clear_cookies()
    page.goto("/login/")
    page.wait_for_function("!Object.keys(localStorage).some((name) => name.startsWith('kept:'))")
