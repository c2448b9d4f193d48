"""The parcel shelf: put up by number and room, told by home, fetched several at once against one signature."""

import base64
from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.parcels.models import Parcel
from guanjia.screens.parcel_shelf import rules
from guanjia.work.cases.models import Attachment

INK = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()
HOME = reverse("parcel_shelf:home")


@pytest.fixture
def arrive(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(cast.desk)

    def arrive(number, **more):
        said = {"tracking": number, "where": "3-2-1501", "mail_kind": "express", "condition": "intact"}
        fields = {f"arrive-{name}": value for name, value in {**said, "addressee": "王阿姨", **more}.items()}
        return client.post(reverse("parcel_shelf:arrive"), fields)

    return arrive


@pytest.fixture
def fetch(client):
    def fetch(typed, pieces, **more):
        said = {"proof": "id", "fetcher": "王阿姨", "sealed": "true", "fetched": INK, **more}
        fields = {f"pick-{name}": value for name, value in said.items()}
        ids = [piece.pk for piece in pieces]
        return client.post(reverse("parcel_shelf:hand_out"), {"q": typed, "parcels": ids, **fields})

    return fetch


@pytest.fixture
def lying(acting, cast):
    def lying():
        with acting(system(cast.company.pk)):
            return list(Parcel.objects.filter(retired_at=None).order_by("pk"))

    return lying


def test_a_piece_is_put_up_with_number_and_room_alone(
    client, cast, arrive, lying, django_assert_max_num_queries
):
    names = client.get(reverse("parcel_shelf:homes"), {"arrive-where": "0001"}).content.decode()
    assert "王阿姨" in names and 'name="home"' in names
    assert "王阿姨" in client.get(reverse("parcel_shelf:homes"), {"arrive-where": "1501"}).content.decode()
    assert arrive("SF100", addressee="").status_code == 422
    assert "没有找到这一户" in arrive("SF100", where="9-9-9").content.decode()
    assert arrive("SF100").status_code == arrive("YT200").status_code == 302
    assert "已经登记过" in arrive("SF100").content.decode()
    assert "不能签收" in arrive("RA1", condition="damaged", damage="破", confidential="on").content.decode()
    first, second = lying()
    assert (first.shelf, first.sender, first.unit_id) == ("A-1", "顺丰", cast.unit.pk)
    assert (second.shelf, second.sender) == ("A-2", "圆通")
    with django_assert_max_num_queries(12):
        page = client.get(HOME, {"q": "3栋2单元1501"}).content.decode()
    assert page.count(" checked") >= 2 and first.code in page and "要通知的住户" in page
    told = reverse("parcel_shelf:told")
    client.post(told, {"way": "pigeon", "parcels": [first.pk]})
    assert "要通知的住户" in client.get(HOME).content.decode()
    client.post(told, {"way": "message", "parcels": [first.pk, second.pk]})
    assert "要通知的住户" not in client.get(HOME).content.decode()


def test_a_code_opens_its_own_piece_only_and_papers_open_all(client, cast, acting, arrive, fetch, lying):
    for number in ("SF1", "SF2", "SF3"):
        arrive(number)
    first, second, third = lying()
    page = client.get(HOME, {"q": first.code}).content.decode()
    assert page.count('name="parcels" value=') >= 3
    assert "没有报" in fetch(first.code, [first, second], proof="code").content.decode()
    assert "请勾选" in fetch(first.code, []).content.decode()
    assert len(lying()) == 3
    assert fetch(f"{first.code} {second.code}", [first, second], proof="code").status_code == 302
    assert lying() == [third]
    assert fetch("0001", [third]).status_code == 302
    assert fetch("0001", [third]).status_code == 422
    with acting(system(cast.company.pk)):
        assert Attachment.objects.filter(kind="fetched").count() == 3
    assert "货架上没有" in client.get(HOME, {"q": first.code}).content.decode()


def test_a_confidential_piece_is_not_for_a_proxy_and_holds_back_the_others(arrive, fetch, lying):
    arrive("SF1")
    arrive("RA2", mail_kind="registered", confidential="on")
    assert "收件人本人" in fetch("3-2-1501", lying(), proof="proxy").content.decode()
    assert len(lying()) == 2


def test_what_lies_long_is_coloured(client, cast, acting, arrive):
    arrive("SF1")
    with acting(system(cast.company.pk)):
        Parcel.objects.update(arrived_at=now() - timedelta(days=7))
    page = client.get(HOME).content.decode()
    assert 'class="parcel-late"' in page and "7 天" in page
    limits = (3, 7, 15)
    assert [rules.urgency_of(days, limits) for days in (0, 3, 7, 15)] == ["fresh", "near", "late", "over"]
    assert rules.next_free(["A-1", "A-2"], {"A-1"}) == "A-2" and rules.carrier_of("sf123") == "顺丰"


def test_the_shelf_is_for_those_who_keep_registers(client, cast):
    client.force_login(cast.guard)
    assert client.get(HOME).status_code == 403
