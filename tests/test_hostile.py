"""What no table can hold is refused in words; it is not a fault of ours."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.engine.access.rowscope import acting_as
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
