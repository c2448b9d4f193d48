"""One box finds anything."""

import pytest

SEARCH = "/search/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("typed", ["0001", "139057", "王阿姨", "wangayi", "way", "王"])
def test_a_person_by_phone_name_or_pinyin(client, desk, typed):
    html = client.get(SEARCH, {"q": typed}, headers=HTMX).content.decode()
    assert f"/customers/{desk.owner.pk}/" in html and "13905710001" not in html


@pytest.mark.parametrize(
    "typed", ["3-2-1501", "3栋2单元1501", "3幢2单元1501室", "31501", "321501", "１５０１"]
)
def test_a_home_in_any_spelling(client, desk, typed):
    assert f"/units/{desk.unit.pk}/" in client.get(SEARCH, {"q": typed}, headers=HTMX).content.decode()


def test_a_case_by_number_and_by_word(client, desk, register):
    case = register(desk.desk, desk.estate, unit=desk.unit)
    for typed in (case.number, case.number.lower(), case.number[-4:], "漏水"):
        assert f"/cases/{case.pk}/" in client.get(SEARCH, {"q": typed}, headers=HTMX).content.decode(), typed


def test_nothing_found_says_what_can_be_typed(client, desk):
    html = client.get(SEARCH, {"q": "zzzz"}, headers=HTMX).content.decode()
    assert "没有找到“zzzz”" in html and "首字母" in html and "<html" not in html


def test_the_whole_page_for_a_link(client, desk):
    html = client.get(SEARCH, {"q": "王阿姨"}).content.decode()
    assert "<html" in html and f"/customers/{desk.owner.pk}/" in html


def test_one_statement_besides_who_asks(client, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(SEARCH, {"q": "0001"}, headers=HTMX)


def test_the_caller_box_always_lets_one_go_on(client, desk):
    html = client.get("/desk/picks/", {"q": "0571-88001234"}).content.decode()
    assert 'data-caller_phone="0571-88001234"' in html
    html = client.get("/desk/picks/", {"q": "王"}).content.decode()
    assert f'data-customer="{desk.owner.pk}"' in html and 'data-caller_name="王"' in html


def test_another_estate_finds_nothing_of_it(client, desk):
    client.force_login(desk.elsewhere)
    html = client.get(SEARCH, {"q": "王阿姨"}, headers=HTMX).content.decode()
    assert "/customers/" not in html


def test_who_may_not_search_is_refused(client, desk):
    client.force_login(desk.technician)
    assert client.get(SEARCH, {"q": "王阿姨"}).status_code == 403
