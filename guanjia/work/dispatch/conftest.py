"""A leak at home, registered by the desk: the procedure has opened an order in the pool."""

import base64
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guanjia.engine.clock.models import Clock
from guanjia.engine.notify.models import Notification
from guanjia.work.cases.actions import register_case
from guanjia.work.dispatch import actions
from guanjia.work.dispatch.models import WorkOrder

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def picture():
    return lambda name="photo.png": SimpleUploadedFile(name, PIXEL, "image/png")


@pytest.fixture
def everybody(as_system):
    """Rows of all are seen; the actors' own scopes still hold in the actions."""


@pytest.fixture
def leak(everybody, cast, now):
    return register_case(
        actor=cast.desk,
        now=now,
        estate=cast.estate,
        procedure="repair",
        words="厨房水管漏水",
        topic="water",
        unit=cast.unit,
        customer=cast.owner,
        caller_phone="13905710001",
        answers={"kind": "home"},
    )


@pytest.fixture
def pooled(leak):
    return WorkOrder.objects.get(case=leak)


@pytest.fixture
def assigned(pooled, cast, now):
    return actions.assign_order(order=pooled, actor=cast.desk, now=now, technician=cast.technician)


@pytest.fixture
def arrived(assigned, cast, now):
    mine = {"actor": cast.technician, "now": now}
    order = actions.accept_order(order=assigned, **mine)
    order = actions.set_out(order=order, **mine)
    return actions.arrive(order=order, **mine)


@pytest.fixture
def photographed(arrived, cast, now, picture):
    for kind in ("before", "after", "signature"):
        arrived = actions.add_photo(
            order=arrived, actor=cast.technician, now=now, kind=kind, upload=picture()
        )
    return arrived


S = WorkOrder.State


HOUR = timedelta(hours=1)


def accept_clocks(order):
    return list(
        Clock.objects.of(order.case).filter(metric="accept").order_by("pk").values_list("state", flat=True)
    )


def clock(order, metric):
    return Clock.objects.of(order.case).get(metric=metric, cycle=order.case.cycle)


def told(person):
    return list(Notification.objects.filter(staff=person).order_by("pk").values_list("kind", flat=True))
