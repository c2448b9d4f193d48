"""What became of the mail."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from guanjia.channels.mail.local import letters
from guanjia.channels.mail.models import MailLog
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.lists import Choice, Column, Days, Listing


def _recipient(row: MailLog) -> str:
    return row.staff.name if row.staff else _now("客户")


LOG = Listing(
    code="mail", title=_("邮件发送记录"), noun=_("封"),
    columns=(
        Column("at", _("时间"), kind="when", sort="at"),
        Column("staff", _("收件人"), value=_recipient, sort="staff__name"),
        Column("address", _("邮箱")),
        Column("text", _("内容")),
        Column("state", _("状态"), sort="state"),
        Column("attempts", _("尝试次数"), kind="number", sort="attempts"),
        Column("sent_at", _("发出时间"), kind="when", sort="sent_at"),
        Column("error", _("失败原因")),
    ),
    filters=(Choice("state", _("状态"), "state", MailLog.State.choices), Days("day", _("日期"), "at")),
    search=lambda rows, text: rows.filter(text__icontains=text), sort="-at",
    empty=_("还没有发过邮件"), hint=_("给员工发通知、给客户发评价链接时，这里会有记录。"),
)  # fmt: skip


@require_GET
@needs("system.check")
def log(request: HttpRequest) -> HttpResponse:
    return LOG.respond(request, MailLog.objects.visible_to(request.user).select_related("staff"))


@require_GET
@login_required
def mailbox(request: HttpRequest) -> HttpResponse:
    """The demo's letters; elsewhere mail really leaves and there is no such page."""
    if not settings.DEMO:
        raise Http404
    return render(request, "mail/mailbox.html", {"letters": letters()})
