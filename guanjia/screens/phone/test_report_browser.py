"""老张 reports from the cellar, in a real Chromium."""

import pytest

from guanjia.engine.access.rowscope import acting_as
from guanjia.work.cases.models import Case

pytestmark = pytest.mark.browser
PAGE_IS_KEPT = """(async () => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match(location.href, { ignoreVary: true }))) await new Promise(requestAnimationFrame);
})()"""


def fill_in(page, picture, place="地下车库 B 区"):
    page.fill("[name=place]", place)
    page.get_by_text("电路/照明", exact=True).click()
    page.fill("[name=words]", "灯管一闪一闪")
    page.set_input_files("[name=photos]", picture)
    page.locator("[data-photos] li").wait_for()


def reported(people):
    with acting_as(people.manager):
        return [(case.place, case.attachments.count()) for case in Case.objects.filter(channel="staff")]


def test_a_report_without_a_network_goes_out_once(phone, people, picture, shoot):
    context, page = phone("guard")
    page.goto("/m/report/")
    page.evaluate(PAGE_IS_KEPT)
    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    context.route("**/m/report/send/", swallow)
    context.set_offline(True)
    page.reload()
    fill_in(page, picture)
    page.get_by_role("button", name="报上去").click()
    page.get_by_text("已存在手机里").wait_for()
    page.get_by_text("1 项等待发送").wait_for()
    shoot(page, "phone-report-waits")
    assert reported(people) == []

    context.set_offline(False)
    page.evaluate("Outbox.flush()")
    page.get_by_text("已报上去，单号").wait_for()
    assert lost == [200]
    shoot(page, "phone-report-sent")
    assert reported(people) == [("地下车库 B 区", 1)]


def test_what_is_refused_stands_in_the_form_again(phone, people, picture, monkeypatch):
    from guanjia.kernel.errors import Refused
    from guanjia.screens.phone import reporting

    _, page = phone("guard")
    page.goto("/m/report/")
    fill_in(page, picture)
    real = reporting.report_issue

    def refuse_once(**given):
        monkeypatch.setattr(reporting, "report_issue", real)
        raise Refused("这里正在停电检修，不用再报")

    monkeypatch.setattr(reporting, "report_issue", refuse_once)
    page.get_by_role("button", name="报上去").click()
    page.get_by_text("这里正在停电检修").wait_for()
    assert page.input_value("[name=words]") == "灯管一闪一闪"
    page.get_by_role("button", name="知道了").click()
    page.get_by_role("button", name="报上去").click()
    page.get_by_text("已报上去，单号").wait_for()
    assert reported(people) == [("地下车库 B 区", 1)]
