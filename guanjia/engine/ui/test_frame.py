"""What every page has: rights in the navigation, the estate switcher, a strict content policy, calm errors."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast):
    client.force_login(cast.headquarters)
    return client.get(reverse("team:account"))


def test_no_inline_script_or_style_anywhere(page):
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    text = page.content.decode()
    assert not re.search(r"<[^>]+\sstyle=", text)
    assert not re.search(r"<[^>]+\son\w+=", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert '"includeIndicatorStyles":false' in text
    assert '"allowEval":false' in text


def test_the_templates_have_no_inline_style_either():
    from pathlib import Path

    here = Path(__file__).parent / "templates"
    for file in here.rglob("*.html"):
        assert not re.search(r"<[^>]+\s(style|on\w+)=", file.read_text()), file


def test_the_estate_switcher_narrows_and_forgets_what_is_out_of_reach(client, cast):
    client.force_login(cast.headquarters)
    client.post(reverse("ui:estate"), {"estate": cast.other_estate.pk, "next": "/account/"})
    chosen = f'value="{cast.other_estate.pk}" selected'
    assert chosen in client.get(reverse("team:account")).content.decode()
    client.post(reverse("ui:estate"), {"estate": cast.foreign_estate.pk})
    assert "estate" not in client.session


def test_next_never_leads_away(client, cast):
    client.force_login(cast.desk)
    away = client.post(reverse("ui:estate"), {"estate": "", "next": "https://evil.example/"})
    assert away.headers["Location"] == "/"


def test_a_refusal_is_a_calm_page_and_for_htmx_a_sentence(client, cast):
    client.force_login(cast.technician)
    whole = client.get(reverse("team:staff_list"))
    assert whole.status_code == 403
    assert "您不能看这一页" in whole.content.decode()
    part = client.get(reverse("team:staff_list"), headers={"HX-Request": "true"})
    assert part.headers["Content-Type"].startswith("text/plain")
    assert "没有这项权限" in part.content.decode()


def test_a_signed_out_htmx_request_is_told_so(client, db):
    assert client.get(reverse("team:account"), headers={"HX-Request": "true"}).status_code == 401
    assert client.get(reverse("team:account")).headers["Location"].startswith("/login/?next=")


def test_unknown_addresses_and_stale_forms_are_explained(client, cast):
    from django.test import Client

    client.force_login(cast.desk)
    lost = client.get("/there-is-no-such-page/")
    assert (lost.status_code, "找不到这一页" in lost.content.decode()) == (404, True)
    strict = Client(enforce_csrf_checks=True)
    stale = strict.post(reverse("team:login"), {"login": "x", "password": "y"})
    assert (stale.status_code, "页面放得太久了" in stale.content.decode()) == (403, True)


def test_english(client, cast):
    client.force_login(cast.desk)
    client.post(reverse("team:language"), {"language": "en", "next": "/account/"})
    text = client.get(reverse("team:account")).content.decode()
    assert '<html lang="en">' in text
    assert "Sign out" in text
    own = re.sub(r"简体中文|小李|阳光花园|客服部", "", re.sub(r"(?s)<nav class=.side.*?</nav>", "", text))
    assert re.findall(r"[\u4e00-\u9fff]+", own) == []


def test_a_form_sent_after_the_session_ended_comes_back_to_its_page(client, db):
    here = {"Referer": "http://testserver/cases/?state=open"}
    assert (
        client.post(reverse("ui:save_view"), headers=here)["Location"]
        == "/login/?next=/cases/%3Fstate%3Dopen"
    )
    away = client.post(reverse("ui:save_view"), headers={"Referer": "https://evil.example/x"})
    assert away["Location"] == "/login/?next=/"
    assert "登录已过期" in client.get("/login/").content.decode()


def test_the_address_of_a_button_leads_to_the_page_that_has_it(client, cast):
    client.force_login(cast.admin)
    button = reverse("team:sign_out", args=[cast.desk.pk])
    assert client.get(button).status_code == 405
    assert client.get(button, headers={"Accept": "text/html"})["Location"] == reverse(
        "team:staff", args=[cast.desk.pk]
    )


def test_a_stale_page_is_told_to_htmx_in_a_sentence(cast):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    told = strict.post(reverse("team:login"), {"login": "x"}, headers={"HX-Request": "true"})
    assert (told.status_code, "页面放得太久了" in told.content.decode()) == (403, True)
    assert told["Content-Type"].startswith("text/plain")
