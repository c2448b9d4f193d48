"""Numbers that a form asked for: masked wherever the case is read, in full only for who is written down."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from guanjia.engine.access import system
from guanjia.engine.access.models import Reveal
from guanjia.engine.api.actions import create_token
from guanjia.work.cases import actions
from guanjia.work.cases.models import Attachment, Case

IDENTITY, PHONE, FAMILY = "11010119900307707X", "13900000009", "周太太 110101199203077072"
SAID = {
    "registered_by": "landlord", "tenant_name": "周先生", "tenant_id": IDENTITY, "tenant_phone": PHONE, "persons": 2,
    "companions": FAMILY, "since": "2026-11-18", "until": "2027-12-18", "landlord": "王阿姨",
}  # fmt: skip
SEEN = {"id_matches": True, "landlord_agrees": True, "landlord_way": "phone"}
WHOLE = (IDENTITY, PHONE, FAMILY[-18:])


@pytest.fixture
def let(acting, cast, now) -> Case:
    """王阿姨's home is let to 周先生; the desk has seen his papers."""
    with acting(cast.desk):
        case = actions.register_case(
            actor=cast.desk, now=now, estate=cast.estate, procedure="tenants", words="房子出租了", unit=cast.unit,
            customer=cast.owner, answers=SAID,
        )  # fmt: skip
        for kind in ("id_photos", "tenant_signed"):
            Attachment.objects.create(
                company=cast.company, estate=cast.estate, case=case, kind=kind, name="a.png", size=1, at=now,
                actor=cast.desk, content_type="image/png",
            )  # fmt: skip
        actions.complete_step(actor=cast.desk, now=now, case=case, step="verify", answers=SEEN)
    return case


def test_page_story_papers_and_api_mask_what_the_form_calls_private(client, acting, cast, let, now):
    client.force_login(cast.technician)
    addresses = [reverse("cases:case", args=[let.pk])]
    addresses += [reverse("cases:paper", args=[let.pk, one]) for one in ("WY-KF-ZH-01", "WY-KF-ZH-02")]
    pages = [answer.text for one in addresses if (answer := client.get(one)).status_code == 200]
    assert len(pages) >= 2 and "周先生" in pages[0] and "139****0009" in pages[0]
    with acting(system(cast.company.pk)):
        secret = create_token(
            actor=system(cast.company.pk), now=now, staff=cast.desk, name="门禁", scopes=["cases:read"]
        )[1]
    api = {"Authorization": f"Bearer {secret}"}
    pages += [client.get(one, headers=api).text for one in ("/api/v1/cases", f"/api/v1/cases/{let.pk}")]
    assert "139****0009" in pages[-1]
    assert not [(number, page[:80]) for page in pages for number in WHOLE if number in page]


def test_who_may_call_sees_them_at_a_press_and_is_written_down(client, acting, cast, let):
    button = reverse("cases:private", args=[let.pk])
    client.force_login(cast.technician)
    assert client.post(button).status_code == 403
    client.force_login(cast.desk)
    assert button in client.get(reverse("cases:case", args=[let.pk])).text
    told = client.post(button)
    assert all(number in told.text for number in WHOLE) and "no-store" in told["Cache-Control"]
    with acting(cast.manager):
        look = Reveal.objects.get()
        assert (look.actor_id, look.model, look.object_id) == (cast.desk.pk, "cases.case", let.pk)
    client.force_login(cast.manager)
    assert "事项里填写的号码" in client.get(reverse("desk:reveals")).text


def test_the_form_for_the_police_is_printed_whole_at_a_press(client, acting, cast, let):
    paper = reverse("cases:paper", args=[let.pk, "WY-KF-ZH-02"])
    client.force_login(cast.technician)
    assert "显示完整号码" not in client.get(paper).text and client.post(paper).status_code == 403
    client.force_login(cast.desk)
    page = client.get(paper).text
    assert "显示完整号码" in page and IDENTITY not in page
    assert IDENTITY in client.post(paper).text
    with acting(cast.manager):
        assert Reveal.objects.get().field == "answers"


def test_a_guard_who_may_write_a_message_does_not_get_the_page_for_it(client, cast, let):
    client.force_login(cast.guard)
    answer = client.post(reverse("cases:message", args=[let.pk]), {"text": ""})
    assert answer.status_code == 403 and "周先生" not in answer.text


def test_photos_of_papers_are_opened_one_by_one_and_written_down(
    client, acting, cast, let, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    with acting(cast.desk):
        identity = let.attachments.get(kind="id_photos")
        identity.file.save("id.png", ContentFile(b"\x89PNG\r\n\x1a\nrest"))
        identity.save()
        actions.tell(
            let, kind="attachment", actor=cast.desk, now=let.opened_at, data={"attachment": identity.pk}
        )
    photo = reverse("cases:attachment", args=[identity.pk])
    client.force_login(cast.technician)
    page = client.get(reverse("cases:case", args=[let.pk])).text
    assert photo in page and f'src="{photo}"' not in page and client.get(photo).status_code == 403
    client.force_login(cast.desk)
    assert photo not in client.get(reverse("cases:paper", args=[let.pk, "WY-KF-ZH-01"])).text
    with acting(cast.manager):
        assert not Reveal.objects.exists(), "no page opens it by itself"
    assert client.get(photo)["Cache-Control"] == "no-store"
    with acting(cast.manager):
        assert identity.name in Reveal.objects.get().reason
