"""The guard's page: good or not, and once out of the gate never again."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from guanjia.engine.access import system
from guanjia.kernel.time import now
from guanjia.registers.access_cards.models import AccessCard
from guanjia.registers.passes.models import WorkerPass
from guanjia.work.cases import actions


@pytest.fixture
def gate(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.force_login(cast.guard)
    return lambda number: client.get(reverse("gate:home"), {"q": number}).content.decode()


@pytest.fixture
def released(acting, cast):
    """A pass that is good today."""
    said = {
        "who": "owner",
        "applicant": "王阿姨",
        "items": "沙发 1 件",
        "valid_on": str(timezone.localdate(now())),
    }
    with acting(cast.desk):
        case = actions.register_case(
            actor=cast.desk, now=now(), estate=cast.estate, procedure="item_release", words="搬沙发", unit=cast.unit,
            answers=said,
        )  # fmt: skip
        return actions.complete_step(
            actor=cast.desk, now=now(), case=case, step="issue", answers={"identity_ok": True}
        )


def photo():
    return SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest", "image/png")


def test_a_pass_lets_things_out_once(client, gate, released):
    assert "今天有效" in gate(released.number) and "沙发 1 件" in gate(
        f"https://guanjia/cases/{released.pk}/"
    )
    said = {"number": released.number, "items_ok": "true", "key": "k1"}
    assert client.post(reverse("gate:out"), said).status_code == 409
    assert client.post(reverse("gate:out"), {**said, "out_photo": photo()}).status_code == 302
    page = gate(released.number)
    assert "已经放行过" in page and "gate-good" not in page
    again = client.post(reverse("gate:out"), {**said, "key": "k2", "out_photo": photo()})
    assert again.status_code == 409


def test_a_lapsed_pass_does_not_open_the_gate(acting, cast, gate):
    today = timezone.localdate(now())
    with acting(system(cast.company.pk)):
        for number, until in (("SG-1", today), ("SG-2", today - timedelta(days=1))):
            WorkerPass.objects.create(
                company=cast.company, estate=cast.estate, number=number, kind="works", name="张三",
                valid_from=date(2026, 1, 1), valid_until=until,
            )  # fmt: skip
        AccessCard.objects.create(
            company=cast.company,
            estate=cast.estate,
            number="A1",
            kind="staff",
            holder="老张",
            frozen_at=now(),
        )
    assert "gate-good" in gate("sg-1") and "张三" in gate("SG-1")
    assert "gate-bad" in gate("SG-2") and "已过期" in gate("SG-2")
    assert "已冻结" in gate("A1") and "查无此号" in gate("SG-3")


def test_only_guards_and_only_their_estate(client, cast, released):
    client.force_login(cast.technician)
    assert client.get(reverse("gate:home")).status_code == 403


def test_one_look_is_few_statements(gate, released, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        gate(released.number)
