"""Move-in day on a tablet: 王阿姨 comes at her time, goes from station to station, and leaves with her keys."""

from datetime import time as clock

import pytest
from django.utils.timezone import localdate
from filling import PICTURE, fill

from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.procedures.move_in.papers import ROOMS
from guanjia.work.cases.models import Case
from guanjia.work.movein.actions import open_batch
from guanjia.work.movein.models import Batch, Home

pytestmark = pytest.mark.browser

TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def batch(house) -> Batch:
    today = localdate(time.now())
    with acting_as(house.supervisor):
        return open_batch(
            actor=house.supervisor, now=time.now(), estate=house.estate, name="首批", starts_on=today, ends_on=today,
            opens=clock(0), closes=clock(23, 59), rest=None, capacity=2, buildings=[house.building],
            places={"finance": "3 号台"}, key="b",
        )  # fmt: skip


def test_an_owner_goes_from_station_to_station(house, batch, window, shoot):
    stations = {
        "verify": ("desk", {"who": "owner", "buyer": "王阿姨", "notice_shown": True, "contract_shown": True,
                            "id_shown": True}),
        "sign": ("butler", {"handbook_signed": PICTURE, "covenant_signed": PICTURE, "debit_form": True,
                            "clerk_stamped": True, "contact_phone": "13905710001", "emergency_contact": "王先生",
                            "family": "3"}),
        "finance": ("cashier", {"fees_paid": True, "months_ahead": "3", "fund_checked": True}),
        "inspect": ("technician", {
            **{f"check_{room}": "good" for room in ROOMS}, "check_bath": "bad", "bad_bath": ["waterproof"],
            "words_bath": "渗水", "finding_photos": PICTURE, "meter_water": "0", "meter_power": "5",
            "result": "findings", "check_signed": PICTURE, "inspector": str(house.technician.pk),
        }),
        "keys": ("desk", {"key_list": ("入户门钥匙", "5"), "key_left": False, "keys_signed": PICTURE,
                          "archive_on": str(localdate(time.now()))}),
    }  # fmt: skip
    with acting_as(house.supervisor):
        home = Home.objects.get(batch=batch)
    door = window("desk", TABLET, at=f"/move-in/{batch.pk}/?q=1501")
    door.locator(f"form[action='/move-in/homes/{home.pk}/arrival/'] button").first.click()
    door.get_by_text("核对").first.wait_for()
    for station, (login, values) in stations.items():
        tablet = window(login, TABLET, at=f"/move-in/{batch.pk}/{station}/")
        tablet.get_by_role("button", name="叫号办理").click()
        tablet.wait_for_selector("form.movein-form")
        fill(tablet, values)
        shoot(tablet, f"movein-{station}")
        tablet.get_by_role("button", name="办完，下一户").click()
        tablet.wait_for_selector("#queue")
    chief = window("supervisor", TABLET, at=f"/move-in/{batch.pk}/board/")
    chief.wait_for_load_state("networkidle")
    shoot(chief, "movein-board")
    with acting_as(house.supervisor):
        home.refresh_from_db()
        assert home.case.state == Case.State.FINISHED  # the follow-up is still to come
        assert Case.objects.get(procedure="rectification").words == "卫生间防水：渗水"
