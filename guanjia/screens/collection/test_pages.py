"""From the list of arrears to the call, its promise, the reminders that then stop, and the rate."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from guanjia.work.collection.models import Contact, Dunning, DunningRun


@pytest.fixture
def debtor(cast):
    """The address parts of 王阿姨 in 3-2-1501."""
    return [cast.unit.pk, cast.owner.pk]


def test_a_call_ends_in_a_promise_and_the_home_leaves_the_list(client, cast, acting, owed, debtor, now):
    owed("98.60", 40)
    owed("101.40", 10)
    client.force_login(cast.supervisor)
    listed = client.get(reverse("collection_pages:arrears"))
    assert listed.context["found"].sums.total == Decimal(200) and "王阿姨" in listed.text
    assert "王阿姨" not in client.get(reverse("collection_pages:arrears") + "?band=d365").text
    assert "王阿姨" in client.get(reverse("collection_pages:calls") + "?mine=0").text

    page = reverse("collection_pages:debtor", args=debtor)
    assert "98.60" in client.get(page).text
    call = reverse("collection_pages:contact", args=debtor)
    said = {"way": "phone", "result": "promised", "amount": "200", "key": "one call"}
    refused = client.post(call, said)
    assert refused.status_code == 422 and refused.context["form"].errors
    said["on"] = now.date() + timedelta(days=3)
    for _twice in range(2):
        assert client.post(call, said).url == reverse("collection_pages:calls")
    with acting(cast.supervisor):
        assert Contact.objects.get().promise.amount == 200
    assert "等待中" in client.get(page + "?part=story").text
    assert "王阿姨" not in client.get(reverse("collection_pages:calls") + "?mine=0").text


def test_the_preview_says_who_is_not_reminded_and_why(client, cast, acting, owed, debtor, now):
    owed("98.60", 40)
    client.force_login(cast.accountant)
    new = reverse("collection_pages:new_run")
    preview = client.get(new)
    assert preview.context["told"].due == 1
    assert client.post(new, {"key": "run"}).status_code == 422, "no level chosen"
    started = client.post(new, {"key": "run", "levels": ["1", "2", "3", "4"]})
    again = client.post(new, {"key": "run", "levels": ["1", "2", "3", "4"]})
    with acting(cast.accountant):
        assert DunningRun.objects.count() == 1
    assert started.url == again.url and client.get(started.url).status_code == 200

    client.force_login(cast.supervisor)
    promise = {"way": "phone", "result": "promised", "amount": "98.60", "on": now.date() + timedelta(days=2)}
    client.post(reverse("collection_pages:contact", args=debtor), promise | {"key": "call"})
    stopped = client.get(new)
    assert stopped.context["told"].due == 0 and "已约定缴费日期" in stopped.text
    with acting(cast.supervisor):
        assert not Dunning.objects.filter(state=Dunning.State.SENT).exists()


def test_the_rate_leads_to_its_charges_and_stands_on_the_overview(client, cast, owed, now):
    charge = owed("98.60", 0)
    client.force_login(cast.manager)
    rate = client.get(reverse("collection_pages:rate"))
    assert rate.context["total"].due == charge.amount and rate.context["total"].percent == 0
    span = f"?since={now.date()}&until={now.date()}&estate={cast.estate.pk}"
    behind = client.get(reverse("collection_pages:rate_charges") + f"{span}&by=estate&key={cast.estate.pk}")
    assert [one.pk for one, _part in behind.context["rows"]] == [charge.pk]

    indicators = reverse("collection_pages:indicators")
    assert client.get(indicators + span).url.startswith(reverse("collection_pages:rate"))
    shown = client.get(indicators + span, headers={"HX-Request": "true"}).text
    assert "收缴率" in shown and "¥98.60" in shown and "0 个班次" in shown
    assert indicators in client.get(reverse("overview:overview")).text


def test_only_those_who_collect_write_calls(client, cast, owed, debtor):
    owed("98.60", 40)
    client.force_login(cast.outsider)
    assert client.get(reverse("collection_pages:debtor", args=debtor)).status_code in (403, 404)
    client.force_login(cast.accountant)
    assert client.post(reverse("collection_pages:contact", args=debtor), {}).status_code == 403
