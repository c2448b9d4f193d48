"""How moments, money, phones and deadlines are written on screens."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.kernel import phone

NEAR = timedelta(minutes=30)
LONGEST_PHONE = 13  # signs; longer ones without a dash are identity numbers
PAPERS = ("a4", "a5", "a5l", "r80")
NUMBERS = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{0,2}\d(?:[ -]?\d){5,18}[Xx]?(?![0-9A-Za-z])")


def aside(text: object, note: object) -> str:
    """`text（note）`, in English `text (note)`."""
    return f"{text}{_('（')}{note}{_('）')}"


def money(value: Decimal | None) -> str:
    """¥1,234.50; nothing for None."""
    if value is None:
        return ""
    sign = "-" if value < 0 else ""
    return f"{sign}¥{abs(value):,.2f}"


def masked_phone(value: str | None) -> str:
    """`138****8000`, `0571-****1234`, without extension; long identity numbers keep both ends; enough to recognise."""
    if not value:
        return ""
    if len(value) > LONGEST_PHONE and value.isalnum():
        return f"{value[:3]}{'*' * (len(value) - 7)}{value[-4:]}"
    return phone.mask(value)


def masked_words(text: str) -> str:
    """Words in which every phone and identity number is masked; names and the rest stay."""
    return NUMBERS.sub(_masked_number, text)


def _masked_number(found: re.Match[str]) -> str:
    plain = re.sub("[ -]", "", found[0])
    return masked_phone(plain if len(plain) > LONGEST_PHONE else found[0])


def when(value: datetime | None) -> str:
    """2026-11-21 14:05 in the time zone of the screen."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def ago(value: datetime | None, now: datetime) -> str:
    """Near moments in words, far ones as a date."""
    if value is None:
        return ""
    seconds = int((now - value).total_seconds())
    local, today = timezone.localtime(value), timezone.localtime(now).date()
    if 0 <= seconds < 60:
        return _("刚刚")
    if 0 <= seconds < 3600:
        return _("%(n)d 分钟前") % {"n": seconds // 60}
    if local.date() == today:
        return f"{local:%H:%M}"
    if local.date() == today - timedelta(days=1):
        return _("昨天 %(at)s") % {"at": f"{local:%H:%M}"}
    return f"{local:%m-%d %H:%M}" if local.year == today.year else f"{local:%Y-%m-%d}"


def span(seconds: int) -> str:
    """3 天 4 小时, 2 小时 05 分, 12 分, 40 秒: two units at most."""
    days, hours, minutes = seconds // 86400, seconds % 86400 // 3600, seconds % 3600 // 60
    if days:
        return _("%(d)d 天 %(h)d 小时") % {"d": days, "h": hours}
    if hours:
        return _("%(h)d 小时 %(m)02d 分") % {"h": hours, "m": minutes}
    if minutes:
        return _("%(m)d 分") % {"m": minutes}
    return _("%(s)d 秒") % {"s": seconds}


def left(due: datetime, now: datetime) -> str:
    """`还剩 12 分` or `超时 2 小时 05 分`."""
    seconds = int((due - now).total_seconds())
    if seconds < 0:
        return _("超时 %(span)s") % {"span": span(-seconds)}
    return _("还剩 %(span)s") % {"span": span(seconds)}


def countdown(due: datetime, now: datetime, state: str) -> str:
    """What is left of a running clock; of one that has ended, how it ended."""
    if state == "met":
        return _("按时")
    if state == "missed":
        return _("未做")
    return _("已取消") if state == "cancelled" else left(due, now)


def zone(due: datetime, warn: datetime | None, now: datetime, state: str = "running") -> str:
    """far, near or late for a running clock; otherwise its state."""
    if state not in ("running", "breached"):
        return state
    if now >= due:
        return "late"
    return "near" if now >= (warn or due - NEAR) else "far"


def browser(agent: str) -> str:
    """`Edge · Windows` from what a browser says of itself."""
    names = (
        ("MicroMessenger", "微信"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    )
    places = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
    )
    name = next((label for mark, label in names if mark in agent), "")
    place = next((label for mark, label in places if mark in agent), "Linux" if "Linux" in agent else "")
    return " · ".join(filter(None, (name, place))) or agent[:40] or "—"
