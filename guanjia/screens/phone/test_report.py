"""A guard or a technician reports what he saw."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.engine.access.rowscope import acting_as
from guanjia.work.cases.models import Case


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile("x.png", out.getvalue(), "image/png")


def test_a_guard_reports_with_a_photo(client, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.guard)
    given = {"estate": cast.estate.pk, "place": "3栋大堂", "topic": "power", "words": "灯不亮", "key": "k"}
    page = client.post("/m/report/", given | {"photos": photo()})
    assert page.status_code == 200 and "已报上去" in page.text
    client.post("/m/report/", given | {"photos": photo()})
    with acting_as(cast.supervisor):
        case = Case.objects.get(channel="staff")
        assert (case.place, case.caller_name, case.attachments.count()) == ("3栋大堂", cast.guard.name, 1)


def test_a_room_is_recognised_and_urgent_is_urgent(client, cast):
    client.force_login(cast.technician)
    given = {"estate": cast.estate.pk, "place": "3-2-1501", "topic": "water", "words": "漏水", "urgent": "on"}
    assert "已报上去" in client.post("/m/report/", given).text
    with acting_as(cast.supervisor):
        case = Case.objects.get(channel="staff")
        assert (case.unit, case.urgency) == (cast.unit, "urgent")


def test_an_empty_report_says_what_is_missing(client, cast):
    client.force_login(cast.guard)
    page = client.post("/m/report/", {"estate": cast.estate.pk})
    assert page.status_code == 422 and "请写在哪里" in page.text and "请点一类" in page.text
