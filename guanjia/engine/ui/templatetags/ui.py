"""Tags and filters that every template has without loading them."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import segno
from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guanjia.engine.ui import icons, nav, shell, words
from guanjia.engine.ui import shown as show
from guanjia.engine.ui.drawing import safe
from guanjia.kernel import time

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "phone" %}`, `{% icon "phone" "text-danger" %}`: Tabler outline names."""
    return icons.icon(name, css)


@register.simple_tag(takes_context=True)
def menu(context: RequestContext, group: str = "main") -> list[nav.Entry]:
    return nav.menu(context["request"], group)


@register.simple_tag(takes_context=True)
def sidebar(context: RequestContext) -> list[nav.Entry | nav.Shelf]:
    return nav.sidebar(context["request"])


@register.simple_tag(takes_context=True)
def estate_options(context: RequestContext) -> SafeString:
    """The switcher's options; drawn here because there may be two hundred on every page."""
    request = context["request"]
    chosen = shell.chosen_estate_id(request)
    drawn = [
        f'<option value="{pk}"{" selected" if pk == chosen else ""}>{safe(name)}</option>'
        for pk, name in shell.estate_names(request)
    ]
    return mark_safe("".join(drawn))


@register.simple_tag(takes_context=True)
def estates_here(context: RequestContext) -> list[tuple[int, str]]:
    """Id and name of the estates this person may look at."""
    return shell.estate_names(context["request"])


@register.simple_tag(takes_context=True)
def chosen_estate(context: RequestContext) -> int | None:
    return shell.chosen_estate_id(context["request"])


@register.simple_tag(takes_context=True)
def unread_notices(context: RequestContext) -> int:
    return shell.unread(context["request"])


@register.simple_tag
def idempotency() -> SafeString:
    """Hidden field `key`: the same form sent twice is one command (see engine.access.once)."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid4())


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The present query string with some names changed: `{% query sort="-due" after=None %}` → `?…`."""
    here = context["request"].GET.copy()
    for name, value in changes.items():
        here.pop(name, None)
        if isinstance(value, list | tuple):
            here.setlist(name, [str(each) for each in value])
        elif value not in (None, ""):
            here[name] = str(value)
    return f"?{here.urlencode()}"


@register.filter
def money(value: Decimal | None) -> str:
    """¥1,234.50"""
    return show.money(value)


@register.filter
def grouped(value: Decimal | int | None) -> str:
    """`12345.60` → `12,345.60`; None → `—`."""
    return "—" if value is None else f"{value:,}"


@register.filter
def phone(value: str | None) -> str:
    """138****5678"""
    return show.masked_phone(value)


@register.filter
def when(value: datetime | None) -> str:
    """2026-11-21 14:05"""
    return show.when(value)


@register.filter
def ago(value: datetime | None) -> str:
    """3 分钟前, 昨天 14:05, 2026-11-21"""
    return show.ago(value, time.now())


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """`<time>` that says how long ago, with the full date on hover; kept current in the browser."""
    if value is None:
        return ""
    full = show.when(value)
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>',
        value.isoformat(),
        full,
        show.ago(value, time.now()),
    )


@register.simple_tag
def clock(
    due: datetime | None, warn: datetime | None = None, label: str = "", state: str = "running"
) -> SafeString | str:
    """A deadline that counts down by itself in the browser. `state`: running, paused, met, breached, cancelled."""
    if state == "paused":
        return format_html(
            '<span class="clock clock-paused">{} {}</span>', icons.icon("player-pause"), label or _("已暂停")
        )
    if due is None:
        return ""
    now = time.now()
    title = safe(_("时限 %(at)s") % {"at": show.when(due)})
    return mark_safe(
        f'<span class="clock clock-{safe(show.zone(due, warn, now, state))}" data-due="{due.isoformat()}"'
        f' data-warn="{warn.isoformat() if warn else ""}" title="{title}">{icons.icon("clock")}'
        f'<span class="clock-label">{safe(label)}</span>'
        f'<span class="clock-left">{safe(show.countdown(due, now, state))}</span></span>'
    )


@register.simple_tag
def table_rows(lines: list[dict[str, Any]]) -> SafeString:
    """The rows of a list; the first cell leads to the record. Drawn here because a page has a thousand cells."""
    return mark_safe("".join(_table_row(line) for line in lines))


def _table_row(line: dict[str, Any]) -> str:
    first, *others = line["cells"]
    text = safe(first["text"] or "—")
    link = f'<a class="row-link" href="{safe(line["href"])}">{text}</a>' if line["href"] else text
    drawn = [f'<td class="{each["css"]}">{safe(each["text"])}</td>' for each in others]
    late = ' class="is-late"' if line["late"] else ""
    return f'<tr data-row="{line["name"]}"{late}><td class="{first["css"]}">{link}</td>{"".join(drawn)}</tr>'


@register.simple_tag
def select_options(groups: list[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """The options of a select widget, with or without groups."""
    drawn = []
    for name, options, _index in groups:
        inside = "".join(_option(each) for each in options)
        drawn.append(f'<optgroup label="{safe(name)}">{inside}</optgroup>' if name else inside)
    return mark_safe("".join(drawn))


def _option(option: dict[str, Any]) -> str:
    attributes = "".join(
        f" {name}" if value is True else f' {name}="{safe(value)}"'
        for name, value in option["attrs"].items()
        if value is not False
    )
    return f'<option value="{safe(option["value"])}"{attributes}>{safe(option["label"])}</option>'


@register.filter
def as_json(value: Any) -> str:
    """For data attributes."""
    return json.dumps(value, ensure_ascii=False, default=str)


@register.filter
def local(value: datetime) -> datetime:
    return timezone.localtime(value)


@register.filter
def at(value: Any, name: str) -> Any:
    """`row|at:column` for a key or attribute known only at run time."""
    return value.get(name) if isinstance(value, dict) else getattr(value, name, "")


@register.simple_tag
def words_for_scripts() -> SafeString:
    """What the browser's own messages say, in the language of the page."""
    return json_script(words.for_scripts(), "words")


@register.simple_tag
def qr(text: str, scale: int = 3) -> SafeString:
    """QR code as inline SVG."""
    return mark_safe(segno.make(text, error="m").svg_inline(scale=scale, border=1))


@register.simple_tag
def paper_css(size: str = "") -> str:
    """Style sheet that sets the size of the printed page: a4, a5, a5l (landscape) or r80 (80 mm roll)."""
    return static(f"ui/print-{size if size in show.PAPERS else 'a4'}.css")


@register.filter
def browser(agent: str) -> str:
    """`Edge · Windows`"""
    return show.browser(agent)


@register.simple_tag
def server_now() -> str:
    """The server's moment, by which the page's clocks run."""
    return time.now().isoformat()
