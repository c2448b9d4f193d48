"""The main screens of the demo company, for somebody to look at: whole, without faults, on a desk and in a pocket."""

import pytest

from conftest import DESKTOP, POCKET
from guanjia.demo import PASSWORD, load

pytestmark = pytest.mark.browser

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
def demo(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    load()


def test_the_main_screens_of_the_demo(demo, window, shoot):
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
