"""Other errands: a messy workbook, a customer's own answer, another language, the phone in the basement."""

import re

import pytest
from hands import photograph, photograph_of_a_leak, sent, tap, until
from workers import worker

from conftest import POCKET
from guanjia.directory.places.models import Unit
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.testing.leaks import leak
from guanjia.testing.uploads import workbook
from guanjia.work.cases import actions as cases
from guanjia.work.cases.models import Case
from guanjia.work.dispatch import actions as dispatch
from guanjia.work.dispatch.models import OrderPhoto, WorkOrder
from guanjia.work.followups import links
from guanjia.work.followups.models import FollowUp
from guanjia.work.followups.tokens import token_of

pytestmark = pytest.mark.browser
CHINESE = re.compile(r"[一-鿿]+")
LEDGER = [
    ["阳光花园业主台账", "", "", "", ""],
    ["房号", "业主姓名", "联系方式", "备用", "建筑面积"],
    ["3-1-101", "王芳", "1370000000", "", "90㎡"],
    ["3幢1单元102室", "李强", "13700000002 / 0571-88001234转801", "", "88.5"],
    ["3-1-102", "李强", "13700000002", "", "88.5"],
    ["", "赵六", "13700000009", "", ""],
    ["3-1-1o4", "孙七", "13700000004", "租", "60"],
]


@pytest.mark.serial
def test_a_messy_ledger_goes_in_and_out_again(house, window, shoot, settings, database_url, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    page = window("manager", at="/import/new/")
    page.locator("select[name=estate]").select_option(str(house.estate.pk))
    page.set_input_files(
        "[type=file]", {"name": "台账.xlsx", "mimeType": "", "buffer": workbook(LEDGER).read()}
    )
    page.get_by_role("button", name="上传并识别").click()
    page.wait_for_url("**/columns/")
    page.get_by_label("D 列导入为").select_option(label="标签")
    shoot(page, "import-columns")
    page.get_by_role("button", name="检查数据").click()
    with worker(database_url, tmp_path):
        page.get_by_role("button", name="开始导入").wait_for(timeout=40_000)
        page.get_by_text("位数不对").first.wait_for()
        shoot(page, "import-preview", whole=True)
        page.get_by_role("button", name="开始导入").click()
        page.get_by_role("button", name="撤销这次导入").wait_for(timeout=40_000)
        shoot(page, "import-done")
        assert units(house) >= {"3-1-101", "3-1-102"}
        page.get_by_role("button", name="撤销这次导入").click()
        page.locator(
            "dialog[open] button[value], dialog[open] .btn-danger, dialog[open] .btn-primary"
        ).last.click()
        page.get_by_text("撤销。").wait_for(timeout=40_000)
    assert "3-1-101" not in units(house)


def units(house) -> set[str]:
    with acting_as(house.manager):
        return set(Unit.objects.filter(retired_at=None).values_list("key", flat=True))


def test_the_customer_answers_on_her_own_phone(house, window, shoot):
    case = leak(house, time.now())
    with acting_as(house.desk):
        report = {"worker": house.technician.pk, "work": "更换角阀"}
        cases.receive(case=case, event="order.done", answers=report, actor=house.technician, now=time.now())
        link = links.send_link(actor=house.desk, now=time.now(), followup=FollowUp.objects.get(case=case))
    page = window(size=POCKET)
    page.goto(f"/q/{token_of(link)}")
    page.locator("[name=stars][value='5']").check(force=True)
    page.locator("[name=satisfied][value='yes']").check(force=True)
    page.fill("[name=words]", "师傅很细心")
    shoot(page, "answer")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_text("谢谢").first.wait_for()
    shoot(page, "answer-thanks")
    page.goto(f"/q/{token_of(link)}")
    page.get_by_text("已经收到").first.wait_for()
    with acting_as(house.manager):
        assert Case.objects.get(pk=case.pk).state == Case.State.CLOSED


def test_in_the_basement_what_was_done_is_sent_once(house, window, shoot):
    case = leak(house, time.now())
    with acting_as(house.desk):
        order = WorkOrder.objects.get(case=case)
        dispatch.assign_order(order=order, actor=house.desk, now=time.now(), technician=house.technician)
    page = window("technician", POCKET, at="/m/")
    page.get_by_text("厨房水管漏水").first.click()
    page.wait_for_function(
        "navigator.serviceWorker.ready.then((ready) => ready.active.state === 'activated')"
    )
    until(page, "caches.match(location.href, {ignoreVary: true}).then(Boolean)")
    page.context.set_offline(True)
    for step in ("接单", "出发", "到达现场"):
        tap(page, step)
    photograph(page, "拍维修前照片", photograph_of_a_leak())
    page.get_by_text("4 项等待发送").wait_for()
    shoot(page, "phone-offline")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    sent(page)
    page.reload()
    sent(page)
    with acting_as(house.manager):
        order.refresh_from_db()
        assert order.state == WorkOrder.State.ARRIVED
        assert OrderPhoto.objects.filter(order=order).count() == 1
        assert case.timeline.filter(kind="order.accepted").count() == 1


SCREENS = (
    "/", "/cases/", "/board/", "/followups/", "/overview/", "/customers/", "/units/", "/incidents/", "/roster/",
    "/knowledge/", "/import/", "/team/", "/settings/parameters/", "/settings/clocks/",
    "/account/", "/wall/", "/m/zone/", "/cashier/", "/billing/", "/meters/", "/collection/", "/books/", "/online/",
)  # fmt: skip
# What is data, or is written in its own language everywhere.
DATA = (
    "阳光花园", "阳光物业", "阳光物业服务有限公司", "管理员", "简体中文", "碧水湾", "客服部", "工程部",
    "栋", "单元", "东区", "王阿姨", "秩序部", "环境部", "会计",
)  # fmt: skip


def test_in_english_no_chinese_is_left(house, window, shoot):
    with acting_as(house.admin):
        house.admin.roles = ["manager", "administrator", "cashier", "accountant"]
        house.admin.language = "en"
        house.admin.save()
    page = window("admin")
    left = {}
    for address in SCREENS:
        page.goto(address)
        page.evaluate("document.querySelectorAll('[translate=no]').forEach((own) => own.remove())")
        found = set(CHINESE.findall(page.locator("body").inner_text())) - set(DATA) - names(house)
        if found:
            left[address] = sorted(found)
    page.goto("/overview/")
    shoot(page, "english-overview")
    assert not left


def test_an_address_within_a_long_page_opens_its_card_below_the_search(house, window):
    page = window("manager", at="/settings/parameters/#repair.quoting")
    row = page.locator("[id='repair.quoting']")
    until(page, "scrollY > innerHeight")
    search, found = page.locator(".top-search").bounding_box(), row.bounding_box()
    assert 0 <= search["y"] < search["y"] + search["height"] <= found["y"] < page.viewport_size["height"]


def names(house) -> set[str]:
    people = (
        house.agent, house.desk, house.technician, house.second_technician, house.supervisor, house.manager,
        house.cashier, house.second_cashier, house.accountant, house.guard, house.butler, house.headquarters,
        house.elsewhere,
    )  # fmt: skip
    return {one.name for one in people}


def test_faults_are_said_calmly(house, window, shoot):
    page = window()
    page.goto("/login/")
    page.fill("[name=login]", "desk")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    page.get_by_text("密码").first.wait_for()
    shoot(page, "login-wrong")
    page = window("desk", at="/cases/99999999/")
    shoot(page, "missing")
    page.goto("/settings/parameters/")
    shoot(page, "forbidden")
    page.goto("/no-such-page/")
    shoot(page, "missing-page")
