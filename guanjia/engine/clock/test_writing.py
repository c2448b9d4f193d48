"""What people type and what they get back."""

from datetime import date

import pytest
from django.utils import translation

from guanjia.engine.clock import writing
from guanjia.engine.clock.holidays import cn_overrides
from guanjia.engine.clock.rules import WHOLE_DAY, Override, Span
from guanjia.engine.clock.targets import AT_ONCE, DEFAULT_LADDER, Level

HOUR = 3600


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("9:00-12:00 13:00-18:00", (Span(9 * HOUR, 12 * HOUR), Span(13 * HOUR, 18 * HOUR))),
        ("13\uff1a00–18\uff1a00\uff0c9:00至12:00", (Span(9 * HOUR, 12 * HOUR), Span(13 * HOUR, 18 * HOUR))),
        ("22:00-6:00", (Span(22 * HOUR, 30 * HOUR),)),
        ("24小时", WHOLE_DAY),
        ("0:00-24:00", WHOLE_DAY),
        ("", ()),
    ],
)
def test_hours(text, spans):
    assert writing.read_spans(text) == spans
    assert writing.read_spans(writing.write_spans(spans)) == spans


@pytest.mark.parametrize("text", ["9-12", "九点到十二点", "25:00-26:00", "9:00-12:00 x", "9:70-10:00"])
def test_hours_that_make_no_sense(text):
    with pytest.raises(ValueError):
        writing.read_spans(text)


def test_odd_dates():
    days = cn_overrides(2026) | {
        date(2026, 12, 24): Override("hours", (Span(9 * HOUR, 15 * HOUR),), "平安夜"),
        date(2026, 12, 31): Override("all"),
    }
    assert writing.read_overrides(writing.write_overrides(days)) == days


@pytest.mark.parametrize(
    "text", ["2026-13-01 休", "2026-10-01", "2026-10-01 歇", "2026-10-01 休\n2026-10-01 班"]
)
def test_odd_dates_that_make_no_sense(text):
    with pytest.raises(ValueError, match="行"):
        writing.read_overrides(text)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_ladders(language):
    ladder = (
        AT_ONCE,
        *DEFAULT_LADDER,
        Level("escalate", after=1800, to=("role.guard",), actions=("notify", "reassign")),
    )
    with translation.override(language):
        assert writing.read_ladder(writing.write_ladder(ladder)) == ladder
    assert writing.read_ladder("80\uff05 经办人 首问责任人\n+4小时:项目经理".replace(":", " ")) == (
        DEFAULT_LADDER[0],
        DEFAULT_LADDER[2],
    )


@pytest.mark.parametrize("text", ["经办人", "80% 小王", "+4光年 项目经理", "120% 项目经理"])
def test_ladders_that_make_no_sense(text):
    with pytest.raises(ValueError, match="第1行"):
        writing.read_ladder(text)
