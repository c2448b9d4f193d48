"""The demo company shows something believable behind every number."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from guanjia import demo
from guanjia.demo import history
from guanjia.directory.team.models import Staff
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.kernel import time
from guanjia.screens.overview import cards, queries
from guanjia.screens.overview.records import rows_of
from guanjia.work.dispatch.models import OrderPause, Quote
from guanjia.work.figures.queries import Narrow
from guanjia.work.figures.rules import period

SHANGHAI = ZoneInfo("Asia/Shanghai")
BELIEVABLE = {
    "response": (80, 97), "finish": (90, 99.9), "followed": (88, 99), "followed_in_time": (80, 99), "content": (75, 96),
    "reopened": (1, 9), "complaints": (0.5, 8), "repeated": (2, 25), "first_owner": (75, 98), "sampled": (65, 97),
}  # fmt: skip


@pytest.mark.django_db
def test_every_indicator_of_the_demo_is_believable_and_opens_its_records(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(history, "DAYS", 40)
    with acting_as(system(None)):
        assert demo.load() and not demo.load()
        somebody = Staff.objects.get(login="zhaozong")
    now = time.now()
    local = now.astimezone(SHANGHAI)
    span = period("custom", local=local, first=(local - timedelta(days=35)).date(), last=local.date())
    with acting_as(somebody):
        month = queries.figures_of(somebody, Narrow(), span, now=now, zone=SHANGHAI).total
        quality = queries.quality_of(somebody, Narrow(), span, now=now)
        for code, (least, most) in BELIEVABLE.items():
            share = getattr(month if code in cards.LABELS else quality, code)
            assert share.percent is not None and least <= share.percent <= most, (code, share)
            assert rows_of(code, somebody, now=now).exists(), code
        busy = [one for one in quality.technicians if one["n"] > 5]
        assert busy and all(0.2 < one["hours"] / one["n"] < 2 and one["cost"] > 0 for one in busy)
        assert Quote.objects.exists() and OrderPause.objects.exists()
