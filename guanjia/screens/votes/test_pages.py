"""Entering ballots at the desk, as 小李 does it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from guanjia.kernel.time import now
from guanjia.work.cases import actions as cases
from guanjia.work.votes import actions
from guanjia.work.votes.models import Ballot, Vote, Voter


@pytest.fixture
def opened(acting, cast, settings, tmp_path):
    """王阿姨's home alone on the roll, voting until next week."""
    settings.MEDIA_ROOT = tmp_path / "files"

    def opened(secret=False):
        today = localdate(now())
        with acting(cast.supervisor):
            us = {"actor": cast.supervisor, "now": now()}
            case = cases.register_case(
                estate=cast.estate, procedure="owners_vote", words="表决", answers={
                    "vote_title": "更换电梯", "matter": "fund_use", "vote_text": "更换3栋电梯", "secret": secret,
                    "opens_on": str(today), "closes_on": str(today + timedelta(days=7)),
                }, **us,
            )  # fmt: skip
            vote = actions.announce_vote(
                case=case, title="更换电梯", matter="fund_use", text="更换3栋电梯", secret=secret,
                noticed_on=today - timedelta(days=15), opens_on=today, closes_on=today + timedelta(days=7),
                notice_days=15, quorum="2/3", grave="3/4", **us,
            )  # fmt: skip
            return actions.freeze_roll(vote=vote, with_parking=False, **us)

    return opened


def photo():
    return SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nrest", "image/png")


def test_found_by_room_entered_once_and_counted(client, acting, cast, opened, django_assert_max_num_queries):
    vote = opened()
    client.force_login(cast.desk)
    here = reverse("votes:vote", args=[vote.pk])
    with django_assert_max_num_queries(12):
        page = client.get(here, {"q": "3-2-1501"}).content.decode()
    assert "王阿姨" in page and "98.60" in page and "表决通过" not in page
    with acting(cast.desk):
        voter = Voter.objects.get()
    form = reverse("votes:voter", args=[voter.pk])
    assert client.post(form, {"choice": "for", "key": "a"}).status_code == 422
    for _twice in range(2):
        answer = client.post(form, {"choice": "for", "key": "k", "photo": photo()})
        assert answer.status_code == 302 and answer["Location"] == here
    late = client.post(form, {"choice": "against", "key": "other", "photo": photo()})
    assert late.status_code == 422 and "只计一票" in late.content.decode()
    shown = client.get(form).content.decode()
    assert "同意" in shown and "已计入" in shown
    with acting(cast.desk):
        ballot = Ballot.objects.get()
    assert client.get(reverse("votes:photo", args=[ballot.pk])).status_code == 200
    on_the_case = client.get(reverse("cases:case", args=[vote.case_id])).content.decode()
    assert here in on_the_case and "98.60 / 98.60" in on_the_case
    with acting(cast.supervisor):
        actions.count_vote(actor=cast.supervisor, now=now(), vote=vote)
    assert "表决通过" in client.get(here).content.decode()
    for name in ("roll", "papers", "receipts"):
        assert client.get(reverse(f"votes:{name}", args=[vote.pk])).status_code == 200


def test_a_secret_ballot_gives_a_receipt_once_and_shows_nothing(client, acting, cast, opened):
    vote = opened(secret=True)
    client.force_login(cast.desk)
    with acting(cast.desk):
        voter = Voter.objects.get()
    form = reverse("votes:voter", args=[voter.pk])
    page = client.post(form, {"choice": "against", "key": "k", "photo": photo()}).content.decode()
    receipt = re.search(r'vote-code">(\w{10})<', page)[1]
    shown = client.get(form).content.decode()
    assert receipt not in shown and "无记名，不显示" in shown and "不同意" not in shown
    listed = reverse("votes:receipts", args=[vote.pk])
    assert receipt not in client.get(listed).content.decode()
    with acting(cast.supervisor):
        actions.count_vote(actor=cast.supervisor, now=now(), vote=Vote.objects.get())
    assert receipt in client.get(listed).content.decode()


def test_struck_by_another_and_entered_again(client, acting, cast, opened):
    opened()
    with acting(cast.desk):
        voter = Voter.objects.select_related("vote").get()
        ballot, _none = actions.cast_ballot(
            actor=cast.desk, now=now(), voter=voter, choice="for", photo=photo()
        )
    client.force_login(cast.supervisor)
    client.post(reverse("votes:void", args=[ballot.pk]), {"reason": "录错"})
    shown = client.get(reverse("votes:voter", args=[voter.pk])).content.decode()
    assert "已作废的选票" in shown and "录错" in shown and "录入选票" in shown
