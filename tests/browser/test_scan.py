"""A phone whose browser has no detector of its own scans all the same: 老张 holds it before a printed pass."""

import pytest
import segno

from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.work.cases import actions
from guanjia.work.cases.models import Case

pytestmark = pytest.mark.browser
POCKET = {"width": 390, "height": 844}
WIDE, HIGH, DOT = 640, 480, 9


@pytest.fixture
def visiting(house) -> Case:
    """A sofa that may leave today."""
    now = time.now()
    said = {"who": "owner", "applicant": "王阿姨", "items": "沙发 1 件", "valid_on": f"{now:%Y-%m-%d}"}
    with acting_as(house.desk):
        us = {"actor": house.desk, "now": now}
        case = actions.register_case(
            estate=house.estate, procedure="item_release", words="搬沙发", unit=house.unit, answers=said, **us
        )
        return actions.complete_step(case=case, step="issue", answers={"identity_ok": True}, **us)


@pytest.fixture
def switches(visiting, tmp_path) -> list[str]:
    """A camera that sees the code of the pass, and a browser that cannot read it."""
    film = tmp_path / "pass.y4m"
    film.write_bytes(filmed(f"https://guanjia.example/cases/{visiting.pk}/"))
    return [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}", "--disable-blink-features=BarcodeDetector",
    ]  # fmt: skip


def filmed(text: str) -> bytes:
    """A film of one still frame, grey paper with the code a little off the middle."""
    rows = [bytearray(b"\xc8" * WIDE) for _ in range(HIGH)]
    for y, line in enumerate(segno.make(text, error="m").matrix):
        for x, dark in enumerate(line):
            for at in range(DOT):
                start = 130 + x * DOT
                rows[60 + y * DOT + at][start : start + DOT] = (b"\x20" if dark else b"\xd2") * DOT
    colour = b"\x80" * (WIDE * HIGH // 4)
    head = f"YUV4MPEG2 W{WIDE} H{HIGH} F10:1 Ip A1:1 C420\n".encode()
    return head + (b"FRAME\n" + b"".join(rows) + colour * 2) * 2


def test_a_phone_without_a_detector_scans_a_pass(window, visiting, shoot):
    page = window("guard", POCKET, at="/gate/")
    assert page.evaluate("typeof BarcodeDetector") == "undefined"
    page.get_by_role("button", name="扫码").click()
    page.locator("[data-answers]").get_by_text("今天有效").first.wait_for()
    assert page.locator("[data-answers]").get_by_text(visiting.number).count()
    assert page.locator("[data-camera]").is_hidden()
    shoot(page, "gate-scanned")
