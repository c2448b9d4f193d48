"""What no table can hold is refused in words; it is not a fault of ours."""

import errno
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel.errors import Refused
from guanjia.testing.uploads import picture
from guanjia.work.cases.actions import add_attachment, register_case
from guanjia.work.cases.models import Case

NUL, ENDLESS = "a\0b", "9" * 5000


@pytest.mark.parametrize(
    "address",
    [
        f"/cases/?q={NUL}", f"/registers/keys/?q={NUL}", f"/registers/keys/?kind={NUL}", f"/gate/?q={NUL}",
        f"/desk/counter/asks/?q={NUL}", f"/search/?q={NUL}", f"/keys/?q=x/{ENDLESS}", f"/imports/?before={ENDLESS}",
        "/imports/?before=²", "/desk/counter/appointments/new/?day=9999-12-31", "/clocks/calendars/?year=²",
        "/cases/books/complaint/KF-TS-02/?from=0001-01-01&to=9999-12-31", "/roster/?estate=²",
    ],
)  # fmt: skip
def test_a_hostile_address_is_answered_in_words(client, cast, address):
    """A page, or a refusal that says so; the test client raises whatever would be a 500."""
    person = cast.manager
    person.roles = ["manager", "guard", "desk"]
    type(person).objects.filter(pk=person.pk).update(roles=person.roles)
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code in (200, 400, 404), address
    assert answer.status_code != 400 or "超出范围" in answer.text


def test_a_hostile_form_is_answered_in_words(client, cast):
    client.force_login(cast.desk)
    answer = client.post(reverse("parcel_shelf:hand_out"), {"parcels": ENDLESS})
    assert answer.status_code == 400 and "超出范围" in answer.text
    told = client.post(reverse("parcel_shelf:hand_out"), {"parcels": ENDLESS}, headers={"HX-Request": "true"})
    assert told.status_code == 400 and "<" not in told.text


def test_a_full_disk_is_said_and_kept_for_later_by_the_phone(client, cast, settings, tmp_path, monkeypatch):
    """The phone's outbox takes anything from 500 on as "later" and keeps the photo."""

    def full(*_given, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.guard)
    photo = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest", "image/png")
    said = {
        "estate": cast.estate.pk,
        "place": "东门",
        "topic": "security",
        "words": "门坏了",
        "photos": photo,
    }
    answer = client.post(reverse("phone:send_report"), said)
    assert answer.status_code == 507 and "磁盘满了" in answer.text
    with acting_as(cast.manager):
        assert not Case.objects.exists(), "all or nothing"


def test_a_case_is_given_to_nobody_whom_the_form_would_not_offer(acting, cast, now):
    """The API takes ids: of a colleague of another company, of nobody, of one who has left."""
    task = {"task": "清点钥匙", "task_by": f"{now + timedelta(days=5):%Y-%m-%d}"}
    with acting(system(None)):
        type(cast.second_technician).objects.filter(pk=cast.second_technician.pk).update(is_active=False)
    with acting(cast.supervisor):
        for pk in (cast.outsider.pk, 0, 10**30, cast.second_technician.pk):
            with pytest.raises(Refused, match="所列选项") as no:
                register_case(
                    actor=cast.supervisor, now=now, estate=cast.estate, procedure="assignment", words="清点",
                    answers={**task, "task_owner": pk},
                )  # fmt: skip
            assert no.value.field == "task_owner"


def test_words_and_photos_of_a_message_come_together_or_not_at_all(
    client, acting, cast, now, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with acting(cast.desk):
        case = register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="repair", words="漏水", answers={"kind": "public"},
            place="大堂",
        )  # fmt: skip
    drawing = SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>", "image/png")
    client.force_login(cast.desk)
    sent = client.post(reverse("cases:message", args=[case.pk]), {"text": "已联系厂家", "files": drawing})
    assert sent.status_code == 409 and "不是照片" in sent.text
    with acting(cast.desk):
        assert not case.timeline.filter(text="已联系厂家").exists()


def test_a_file_that_is_gone_from_the_disk_is_said(client, acting, cast, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with acting(cast.desk):
        us = {"actor": cast.desk, "now": now}
        leak = {"procedure": "repair", "words": "漏水", "answers": {"kind": "public"}, "place": "大堂"}
        case = register_case(estate=cast.estate, **leak, **us)
        kept = add_attachment(case=case, upload=picture(), **us)
    (tmp_path / kept.file.name).unlink()
    client.force_login(cast.desk)
    answer = client.get(reverse("cases:attachment", args=[kept.pk]))
    assert answer.status_code == 404 and "从备份里找回" in answer.text
