"""Notices go out by real SMTP, once, later when the server is down, and not at night."""

import socket
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from guanjia.channels.mail import actions, local
from guanjia.channels.mail.models import MailLog
from guanjia.channels.mail.parameters import quiet_hours
from guanjia.channels.mail.rules import GATHER, MOST_ATTEMPTS, leaves_at
from guanjia.engine.access import system
from guanjia.engine.notify.actions import notify, read_all
from guanjia.engine.notify.carrying import carry
from guanjia.engine.params.models import ParameterValue

pytestmark = pytest.mark.django_db
ZONE = "Asia/Shanghai"


class Post:
    """A real mail server that keeps what it gets, and can refuse."""

    def __init__(self) -> None:
        self.letters = []
        self.refuses = False

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuses:
            return "451 please come back later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post(settings):
    post = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAILERS = {
        "default": {**settings.SMTP, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5}}
    }
    settings.SITE_URL = "http://desk.example"
    yield post
    controller.stop()


@pytest.fixture
def tell(cast, acting, now):
    cast.desk.email = "xiaoli@example.com"
    cast.desk.save()

    def tell(text="工单快到时限", **more):
        with acting(cast.supervisor):
            written = notify(to=[cast.desk], kind="x", text=text, link="/cases/1/", now=now, **more)
        with acting(system(None)):
            carry(now=now)
        return written

    return tell


@pytest.fixture
def send(cast, acting, now):
    def send() -> int:
        with acting(system(cast.company.pk)):
            return actions.send_waiting(staff_id=cast.desk.pk, now=now)

    return send


def states(cast, acting) -> list[str]:
    with acting(system(cast.company.pk)):
        return list(MailLog.objects.order_by("pk").values_list("state", flat=True))


def test_a_notice_arrives_by_smtp_once(post, tell, send, cast, acting):
    tell()
    assert send() == 1
    assert send() == 0
    (letter,) = post.letters
    assert letter["Subject"] == "[管家] 工单快到时限"
    assert letter["To"] == "xiaoli@example.com"
    assert "http://desk.example/cases/1/" in letter.get_content()
    assert states(cast, acting) == ["sent"]


def test_notices_of_one_minute_travel_together(post, tell, send):
    tell()
    tell(text="又来一件")
    assert ProcrastinateJob.objects.filter(task_name="mail.send_notices").count() == 1
    assert send() == 2
    assert post.letters[0]["Subject"] == "[管家] 2 条新通知"


def test_a_grown_notice_that_waits_is_one_line(post, tell, send):
    tell(group="case-1")
    tell(group="case-1", text="工单已超时")
    assert send() == 1
    assert "工单已超时" in post.letters[0]["Subject"]


def test_what_was_read_meanwhile_stays_home_unless_urgent(post, tell, send, cast, acting, now):
    tell()
    tell(text="电梯困人", urgent=True)
    with acting(cast.desk):
        read_all(actor=cast.desk, now=now)
    assert send() == 1
    assert post.letters[0]["Subject"] == "[管家·紧急] 电梯困人"
    assert post.letters[0]["X-Priority"] == "1"
    assert sorted(states(cast, acting)) == ["sent", "skipped"]


def test_a_server_that_refuses_is_asked_again_and_then_given_up(post, tell, send, cast, acting):
    tell()
    post.refuses = True
    for _each in range(MOST_ATTEMPTS):
        with pytest.raises(OSError, match="451"):
            send()
    assert send() == 0
    with acting(system(cast.company.pk)):
        row = MailLog.objects.get()
    assert (row.state, row.attempts) == ("failed", MOST_ATTEMPTS)
    assert "451" in row.error


def test_a_server_that_comes_back_gets_it(post, tell, send, cast, acting):
    tell()
    post.refuses = True
    with pytest.raises(OSError):
        send()
    post.refuses = False
    assert send() == 1
    assert states(cast, acting) == ["sent"]


def test_no_address_no_mail(tell, cast, acting):
    cast.desk.email = ""
    cast.desk.save()
    tell()
    assert states(cast, acting) == []


def test_in_the_readers_language(post, tell, send, cast):
    cast.desk.language = "en"
    cast.desk.save()
    tell()
    send()
    assert post.letters[0]["Subject"].startswith("[Guanjia]")


def test_line_breaks_in_a_text_cannot_make_headers(post, tell, send):
    tell(text="坏\r\nBcc: x@example.com")
    assert send() == 1
    assert post.letters[0]["Bcc"] is None


@pytest.mark.parametrize(
    ("hour", "minute", "leaves"),
    [
        (10, 0, "21 10:01"),
        (21, 58, "21 21:59"),
        (21, 59, "22 07:30"),
        (23, 30, "22 07:30"),
        (3, 0, "21 07:30"),
        (7, 29, "21 07:30"),
    ],
)
def test_nights_are_quiet(hour, minute, leaves):
    now = datetime(2026, 11, 21, hour, minute, tzinfo=ZoneInfo(ZONE))
    assert f"{leaves_at(now, urgent=False, zone=ZONE):%d %H:%M}" == leaves
    assert leaves_at(now, urgent=True, zone=ZONE) == now


@pytest.mark.parametrize(
    ("since", "until", "leaves"),
    [("21:00", "06:00", "22 06:00"), ("21:00", "21:00", "21 21:31"), ("21:30", "22:00", "21 22:00")],
)
def test_a_company_says_when_it_is_night(cast, acting, since, until, leaves):
    now = datetime(2026, 11, 21, 21, 30, tzinfo=ZoneInfo(ZONE))
    with acting(system(cast.company.pk)):
        for key, value in (("mail.quiet_from", since), ("mail.quiet_until", until)):
            ParameterValue.objects.create(
                company=cast.company,
                key=key,
                value=value,
                since=now - timedelta(days=1),
                at=now,
                reason="作息",
            )
        quiet = quiet_hours(cast.company.pk, now=now)
    assert f"{leaves_at(now, urgent=False, zone=ZONE, quiet=quiet):%d %H:%M}" == leaves


def test_mail_gathers_for_a_minute(now):
    assert leaves_at(now, urgent=False, zone=ZONE) - now == GATHER == timedelta(minutes=1)


def test_the_demos_mailbox_shows_letters_and_is_only_there_in_the_demo(
    client, tell, send, cast, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    settings.MAILERS = {"default": settings.LOCAL_MAILBOX}
    tell()
    send()
    assert [(each.to, each.subject) for each in local.letters()] == [
        ("xiaoli@example.com", "[管家] 工单快到时限")
    ]
    client.force_login(cast.desk)
    settings.DEMO = True
    assert "工单快到时限" in client.get(reverse("mail:mailbox")).content.decode()
    settings.DEMO = False
    assert client.get(reverse("mail:mailbox")).status_code == 404


def test_the_log_is_for_those_who_look_after_the_system(client, tell, cast, django_assert_max_num_queries):
    tell()
    client.force_login(cast.admin)
    with django_assert_max_num_queries(12):
        assert "xiaoli@example.com" in client.get(reverse("mail:log")).content.decode()
    client.force_login(cast.desk)
    assert client.get(reverse("mail:log")).status_code == 403
