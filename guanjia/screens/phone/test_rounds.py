"""The butler's zone: rounds and visits that are his, mail that lies long, who owes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.parcels.models import Parcel
from guanjia.registers.vacant_units.models import VacantUnit
from guanjia.work.cases import actions


@pytest.fixture
def zone(client, cast):
    client.force_login(cast.butler)
    return lambda: client.get(reverse("phone:zone")).content.decode()


def test_rounds_visits_and_mail_of_the_zone(client, cast, acting, zone, django_assert_max_num_queries):
    home = {"company": cast.company, "estate": cast.estate, "unit": cast.unit}
    with acting(system(cast.company.pk)):
        vacant = VacantUnit.objects.create(kind="away", **home)
        for number, days in (("SF1", 5), ("SF2", 4), ("SF3", 0)):
            Parcel.objects.create(
                kind="express", sender="顺丰", number=number, addressee="王阿姨", shelf="A-1",
                arrived_at=now() - timedelta(days=days), **home,
            )  # fmt: skip
    with acting(cast.butler):
        us = {"actor": cast.butler, "now": now(), "estate": cast.estate}
        actions.register_case(procedure="vacant_units", words="巡查", answers={"vacant": vacant.pk}, **us)
        visit = {"visit_kind": "yearly", "butler": cast.butler.pk}
        for days in (3, 20):
            by = str(now().date() + timedelta(days=days))
            actions.register_case(
                procedure="visits", words="走访", answers={**visit, "visit_by": by}, unit=cast.unit, **us
            )
    with django_assert_max_num_queries(12):
        page = zone()
    assert "空置房巡查" in page and page.count("上门走访") == 1
    assert "2 件 · 最久 5 天" in page and "q=3-2-1501" in page
    client.force_login(cast.technician)
    assert "空置房巡查" not in zone()
