"""The demo company, loaded once: something believable behind every number, and its main screens for somebody to look
at: whole, without faults, on a desk and in a pocket."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from conftest import DESKTOP, POCKET
from guanjia.demo import PASSWORD, history, load
from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.screens.overview import cards, queries
from guanjia.screens.overview.records import rows_of
from guanjia.work.dispatch.models import OrderPause, Quote
from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import period

pytestmark = pytest.mark.browser

SHANGHAI = ZoneInfo("Asia/Shanghai")
BELIEVABLE = {
    "response": (80, 97), "finish": (90, 99.9), "followed": (88, 99), "followed_in_time": (80, 99), "content": (75, 96),
    "reopened": (1, 9), "complaints": (0.5, 8), "repeated": (2, 25), "first_owner": (75, 98), "sampled": (65, 97),
}  # fmt: skip


# Who looks at what; the name is the picture's.
SCREENS = (
    ("xiaozhang", DESKTOP, {
        "demo-workbench": "/", "demo-cases": "/cases/?state=open", "demo-customers": "/customers/",
        "demo-units": "/units/", "demo-incidents": "/incidents/", "demo-knowledge": "/knowledge/",
    }),
    ("xiaoli", DESKTOP, {"demo-board": "/board/", "demo-followups": "/followups/", "demo-roster": "/roster/"}),
    ("liuzhuguan", DESKTOP, {"demo-overview": "/overview/", "demo-wall": "/wall/"}),
    ("chenjingli", DESKTOP, {"demo-parameters": "/settings/parameters/", "demo-imports": "/import/"}),
    ("admin", DESKTOP, {"demo-clocks": "/settings/clocks/", "demo-team": "/team/"}),
    ("chenshifu", POCKET, {"demo-phone": "/m/", "demo-phone-pool": "/m/pool/"}),
    ("linguanjia", POCKET, {"demo-zone": "/m/zone/"}),
)  # fmt: skip


@pytest.fixture
def demo(transactional_db, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO, settings.WALLETS_DIR = True, tmp_path / "wallets"
    monkeypatch.setattr(history, "DAYS", 40)
    with acting_as(system(None)):
        assert load() and not load()


def test_the_demo_company(demo, window, shoot):
    _every_number_is_believable_and_opens_its_records()
    _the_screens_are_whole(window, shoot)


def _every_number_is_believable_and_opens_its_records():
    with acting_as(system(None)):
        somebody = Staff.objects.get(login="zhaozong")
    now = time.now()
    local = now.astimezone(SHANGHAI)
    span = period("custom", local=local, first=(local - timedelta(days=35)).date(), last=local.date())
    with acting_as(somebody):
        month = queries.figures_of(somebody, Narrow(), span, now=now, zone=SHANGHAI).total
        quality = queries.quality_of(somebody, Narrow(), span, now=now)
        for code, (least, most) in BELIEVABLE.items():
            share = getattr(month if code in cards.LABELS else quality, code)
            assert share.percent is not None and least <= share.percent <= most, (code, share)
            assert rows_of(code, somebody, now=now).exists(), code
        busy = [one for one in quality.technicians if one["n"] > 5]
        assert busy and all(0.2 < one["hours"] / one["n"] < 2 and one["cost"] > 0 for one in busy)
        assert Quote.objects.exists() and OrderPause.objects.exists()


def _the_screens_are_whole(window, shoot):
    door = window()
    door.goto("/login/")
    shoot(door, "demo-login")
    for login, size, screens in SCREENS:
        page = window(login, size, PASSWORD)
        for name, address in screens.items():
            answer = page.goto(address)
            assert answer.ok, address
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{address} is too wide"
            )
            shoot(page, name)
    page = window("liuzhuguan", DESKTOP, PASSWORD, at="/cases/?state=open")
    page.locator("tbody a").first.click()
    page.wait_for_selector("#record")
    shoot(page, "demo-case")
