"""陈师傅 and his phone, in a real Chromium."""

import pytest

from guanjia.engine.access.rowscope import acting_as
from guanjia.work.cases.models import Attachment, Case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import OrderPhoto, Refusal, WorkOrder

pytestmark = pytest.mark.browser
S = WorkOrder.State


def main_button(page):
    return page.locator("#main-button [data-next]:not([hidden])")


def tap(page, text):
    main_button(page).get_by_text(text, exact=True).click()


def photograph(page, text, picture):
    button = main_button(page).filter(has_text=text)
    button.wait_for()
    button.locator("input").set_input_files(picture)


def sign(page):
    box = page.locator("dialog[open] canvas").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 110, steps=8)
    page.mouse.up()


def finish(page):
    tap(page, "完工")
    page.get_by_role("button", name="已修好").click()
    sign(page)
    page.get_by_role("button", name="提交完工").click()


def sent(page, verb):
    """Inside the block the server gets to know of this."""
    return page.expect_response(lambda answer: answer.url.endswith(f"/{verb}/") and answer.ok)


def test_from_accepting_to_the_signature(phone, people, leaks, again, picture, shoot):
    order = leaks("厨房水管漏水", given_to=people.technician)
    _, page = phone("technician")
    shoot(page, "phone-orders")
    page.get_by_text("厨房水管漏水").click()
    assert main_button(page).bounding_box()["height"] >= 44
    shoot(page, "phone-order")
    for step in ("接单", "出发", "到达现场"):
        tap(page, step)
    photograph(page, "拍维修前照片", picture)
    photograph(page, "拍维修后照片", picture)
    with sent(page, "complete"):
        finish(page)
    page.locator(".order-words").filter(has_text="已修好，试用正常").wait_for()
    shoot(page, "phone-done")
    order = again(order)
    assert (order.state, order.outcome) == (S.DONE, "已修好，试用正常")
    with acting_as(people.manager):
        assert Case.objects.get(pk=order.case_id).state == Case.State.FINISHED
        photos = Attachment.objects.filter(order_photo__order=order)
        assert sorted(photos.values_list("kind", flat=True)) == ["after", "before", "signature"]
        from PIL import Image

        with Image.open(photos.get(kind="before").file) as kept:
            assert kept.size == (1600, 1067)


def test_in_the_basement_nothing_is_lost_and_nothing_doubled(phone, people, leaks, again, picture, shoot):
    order = leaks("地下车库水管爆裂", given_to=people.technician)
    context, page = phone("technician")
    page.get_by_text("地下车库水管爆裂").click()
    page.wait_for_function(
        "navigator.serviceWorker.ready.then((ready) => ready.active.state === 'activated')"
    )
    page.wait_for_function("caches.match(location.href, {ignoreVary: true}).then(Boolean)")
    context.set_offline(True)
    tap(page, "接单")
    tap(page, "出发")
    page.get_by_text("2 项等待发送").wait_for()
    page.reload()
    tap(page, "到达现场")
    photograph(page, "拍维修前照片", picture)
    photograph(page, "拍维修后照片", picture)
    finish(page)
    page.get_by_text("7 项等待发送").wait_for()
    shoot(page, "phone-offline")
    page.goto("/m/")
    page.get_by_text("地下车库水管爆裂").wait_for()
    assert again(order).state == S.ASSIGNED
    with sent(page, "complete"):
        context.set_offline(False)
    order = again(order)
    assert order.state == S.DONE
    assert order.accepted_at < order.done_at
    with acting_as(people.manager):
        assert sorted(OrderPhoto.objects.values_list("kind", flat=True)) == ["after", "before", "signature"]


def test_an_answer_that_was_lost_does_not_double_the_photo(phone, people, leaks, again, picture):
    order = leaks("水龙头滴水", given_to=people.technician)
    with acting_as(people.technician):
        from guanjia.kernel import time

        mine = {"actor": people.technician, "now": time.now()}
        actions.arrive(order=actions.accept_order(order=order, **mine), **mine)
    context, page = phone("technician")
    lost = []

    def swallow(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    context.route("**/photo/", swallow)
    page.get_by_text("水龙头滴水").click()
    photograph(page, "拍维修前照片", picture)
    page.get_by_text("1 项等待发送").wait_for()
    with sent(page, "photo"):
        page.evaluate("Outbox.flush()")
    assert lost == [200]
    with acting_as(people.manager):
        assert OrderPhoto.objects.filter(order=order).count() == 1


def test_a_refusal_of_the_server_stays_until_it_is_read(phone, people, leaks, again, shoot):
    order = leaks("门锁坏了", given_to=people.technician)
    context, page = phone("technician")
    page.get_by_text("门锁坏了").click()
    page.wait_for_function("caches.match(location.href, {ignoreVary: true}).then(Boolean)")
    context.set_offline(True)
    tap(page, "接单")
    page.get_by_text("1 项等待发送").wait_for()
    with acting_as(people.supervisor):
        from guanjia.kernel import time

        actions.reassign_order(
            order=order, actor=people.supervisor, now=time.now(), technician=people.second_technician
        )
    context.set_offline(False)
    page.get_by_text("现在不在您手上").wait_for()
    shoot(page, "phone-refused")
    page.reload()
    page.get_by_text("现在不在您手上").wait_for()
    page.get_by_role("button", name="知道了").click()
    page.get_by_text("现在不在您手上").wait_for(state="detached")
    assert again(order).technician_id == people.second_technician.pk


def test_refusing_pausing_and_quoting(phone, people, leaks, again, shoot):
    order = leaks("马桶堵塞", given_to=people.technician)
    _, page = phone("technician", width=360, height=740)
    page.get_by_text("马桶堵塞").click()
    tap(page, "拒单")
    page.get_by_text("手上单太多").click()
    shoot(page, "phone-refuse")
    with sent(page, "refuse"):
        page.get_by_role("button", name="确定拒单").click()
    with acting_as(people.manager):
        assert Refusal.objects.get(order=order).reason == "full"
    page.goto("/m/pool/")
    shoot(page, "phone-pool")
    with sent(page, "claim"):
        page.get_by_role("button", name="抢单").click()
    page.goto(f"/m/orders/{order.pk}/")
    page.get_by_role("button", name="报价").click()
    page.locator("dialog[open] [data-column=name]").fill("疏通马桶")
    page.locator("dialog[open] [data-column=unit_price]").fill("80")
    shoot(page, "phone-quote")
    with sent(page, "quote"):
        page.get_by_role("button", name="提交报价").click()
    page.get_by_role("button", name="请客户确认").click()
    sign(page)
    shoot(page, "phone-agree")
    with sent(page, "agree"):
        page.get_by_role("button", name="客户同意", exact=True).click()
    page.get_by_text("¥80.00").first.wait_for()
    page.get_by_role("button", name="暂停").click()
    page.get_by_text("等配件", exact=True).click()
    page.get_by_text("4 小时", exact=True).click()
    with sent(page, "pause"):
        page.locator("dialog[open]").get_by_role("button", name="暂停").click()
    assert again(order).state == S.PAUSED
    shoot(page, "phone-paused")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_butler_sees_the_zone(phone, people, leaks, shoot):
    leaks("水管漏水")
    _, page = phone("butler")
    page.goto("/m/zone/")
    shoot(page, "phone-zone")
    page.fill("[name=q]", "1501")
    page.locator("#found").get_by_text("3栋2单元1501").click()
    page.get_by_text("王阿姨").wait_for()
    assert "13905710001" not in page.content()
    shoot(page, "phone-household")
