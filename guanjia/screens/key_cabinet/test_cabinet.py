"""The key cabinet: found by scanning, lent and taken back at the counter, never lent twice."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.keys.models import Key
from guanjia.screens.key_cabinet.rules import hook_of, hooks_drawn
from guanjia.work.cases.models import Case

INK = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()
HOME = reverse("key_cabinet:home")


@pytest.fixture
def key(acting, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"

    def key(kind="public", tag="G-01", place="A柜-3"):
        unit = cast.unit if kind == "entrusted" else None
        with acting(system(cast.company.pk)):
            return Key.objects.create(
                company=cast.company, estate=cast.estate, tag=tag, kind=kind, place=place, unit=unit
            )

    return key


@pytest.fixture
def post(client, cast):
    def post(key, **said):
        back = f"{localtime(now()) + timedelta(hours=8):%Y-%m-%dT%H:%M}"
        first = {
            "lend-who": "contractor",
            "lend-borrower": "张工",
            "lend-purpose": "查漏",
            "lend-back_by": back,
        }
        return client.post(
            reverse("key_cabinet:act", args=[key.pk]), said if "step" in said else first | said
        )

    return post


def test_a_key_is_lent_in_one_form_and_taken_back_with_enter(
    client, cast, acting, key, post, django_assert_max_num_queries
):
    client.force_login(cast.desk)
    bunch, spare = key(), key(tag="G-02", place="A柜-12")
    with django_assert_max_num_queries(12):
        page = client.get(HOME, {"q": "g-01"}).content.decode()
    assert "签字" in page and "在柜 <b>2</b>" in page and page.count("key-none") == 18
    assert "上传" in (said := post(bunch).content.decode()) or "至少" in said
    assert post(bunch, **{"lend-taken": INK, "once": "k1"}).status_code == 302
    assert post(bunch, **{"lend-taken": INK, "once": "k1"}).status_code == 302
    again = post(bunch, **{"lend-taken": INK, "lend-borrower": "小孙", "once": "k2"})
    assert again.status_code == 422 and "已借给张工" in again.content.decode()
    with acting(system(cast.company.pk)):
        assert Case.objects.filter(procedure="keys").count() == 1

    with django_assert_max_num_queries(12):
        page = client.get(HOME, {"q": f"https://guanjia/registers/keys/{bunch.pk}/"}).content.decode()
    assert "归还核对" in page and "autofocus" in page
    assert post(bunch, step="back", key_state="returned").status_code == 302
    late = post(bunch, step="back", key_state="returned")
    assert late.status_code == 422 and "刚有变化" in late.content.decode()
    assert "没有这把钥匙" in client.get(HOME, {"q": "X-9"}).content.decode()
    assert spare.tag in client.get(HOME, {"q": "g-0"}).content.decode()


def test_an_entrusted_key_by_room_with_the_owners_word_and_a_machine_room_by_approval(
    client, cast, key, post
):
    client.force_login(cast.desk)
    bunch, room = key("entrusted", "T-01"), key("equipment", "J-01", "值班室")
    assert "业主同意" in client.get(HOME, {"q": "3栋2单元1501"}).content.decode()
    assert "业主同意" in post(bunch, **{"lend-taken": INK}).content.decode()
    said = {
        "lend-consent": "true",
        "lend-consent_way": "phone",
        "lend-consent_by": "王阿姨",
        "lend-taken": INK,
    }
    assert post(bunch, **said | {"lend-consent": "false"}).status_code == 302
    assert "key-in" in client.get(HOME, {"q": "T-01"}).content.decode()
    post(bunch, **said)
    assert "已借给<b>张工</b>" in client.get(HOME, {"q": "张工"}).content.decode()

    post(room)
    assert "由有权的同事办理" in client.get(HOME, {"q": "J-01"}).content.decode()
    assert post(room, step="approve", allowed="true").status_code == 422
    client.force_login(cast.supervisor)
    assert post(room, step="approve", allowed="true").status_code == 302
    client.force_login(cast.desk)
    assert "交出钥匙" in client.get(HOME, {"q": "J-01"}).content.decode()


def test_overdue_keys_come_first_and_a_lost_one_hangs_black(client, cast, acting, key, post):
    client.force_login(cast.desk)
    bunch = key()
    post(bunch, **{"lend-taken": INK})
    with acting(system(cast.company.pk)):
        Key.objects.filter(pk=bunch.pk).update(back_by=now() - timedelta(hours=1))
    assert "逾期未还" in client.get(HOME).content.decode()
    assert post(bunch, step="back", key_state="lost").status_code == 422
    assert post(bunch, step="back", key_state="lost", key_note="掉进井里").status_code == 302
    page = client.get(HOME).content.decode()
    assert 'class="key-lost"' in page and "逾期未还" not in page


def test_places_are_read_as_people_write_them():
    assert [hook_of(place) for place in ("A柜-12", "B 3号", "值班室", "7")] == [
        ("A柜", 12), ("B", 3), ("值班室", 0), ("", 7),
    ]  # fmt: skip
    assert (
        hooks_drawn({3, 12}) == list(range(1, 21)) and hooks_drawn({900}) == [900] and hooks_drawn({0}) == [0]
    )
