"""Both adapters against the simulated providers: what libraries sign and verify is real, the wire is not."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core import signing

from guanjia.channels.wallets.alipay.bill import read_bill as read_alipay
from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.opening import offered, open_wallet, providers
from guanjia.channels.wallets.port import Declined, Forged, State, Unavailable
from guanjia.channels.wallets.rules import to_fen, to_yuan
from guanjia.channels.wallets.simulator import alipay, trades, wechat
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.channels.wallets.wechat.bill import read_bill as read_wechat

pytestmark = pytest.mark.usefixtures("as_system", "simulated")
BOTH = pytest.mark.parametrize("provider", ["wechat", "alipay"])


@pytest.fixture
def pay(cast, now):
    """`pay("wechat", 9860)` places an order at the simulated provider and pays it."""

    def pay(provider: str, fen: int = 9860, number: str = "GJ1", company=None) -> SimulatedTrade:
        company = company or cast.company
        wallet = open_wallet(company_id=company.pk, provider=provider, now=now)
        order = {"out_trade_no": number, "fen": fen, "text": "物业费"}
        code = wallet.create(**order, expires_at=now + timedelta(minutes=30))
        assert wallet.create(**order, expires_at=now + timedelta(minutes=30)) == code, "twice is once"
        _company, pk = trades.trade_of(code.rpartition("/")[2])
        return trades.pay(SimulatedTrade.objects.get(pk=pk), now=now)

    return pay


@pytest.fixture
def wallet(cast, now):
    return lambda provider: open_wallet(company_id=cast.company.pk, provider=provider, now=now)


@BOTH
def test_an_order_is_placed_paid_told_and_asked_for(provider, pay, wallet, now):
    assert wallet(provider).query("GJ1").state in (State.WAITING, State.CLOSED)
    trade = pay(provider)
    headers, body = notice_of(trade, now=now)
    told, asked = wallet(provider).read_notify(headers=headers, body=body), wallet(provider).query("GJ1")
    assert told == asked
    assert (told.state, told.fen, told.paid_at) == (State.PAID, 9860, now)
    assert told.transaction_id == trade.transaction_id


@BOTH
def test_a_changed_letter_is_forged(provider, pay, wallet, now):
    headers, body = notice_of(pay(provider), now=now)
    changed = body.replace(b"TRANSACTION", b"TRANSACTI0N").replace(b"98.60", b"08.60")
    assert changed != body
    with pytest.raises(Forged):
        wallet(provider).read_notify(headers=headers, body=changed)


@BOTH
@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"sign=1&a=2", b"=&="])
def test_rubbish_is_forged(provider, body, wallet):
    with pytest.raises(Forged):
        wallet(provider).read_notify(headers={}, body=body)


@BOTH
def test_what_another_company_was_told_is_not_for_us(provider, pay, wallet, cast, now):
    headers, body = notice_of(pay(provider, company=cast.other_company), now=now)
    with pytest.raises(Forged):
        wallet(provider).read_notify(headers=headers, body=body)


def test_a_notice_for_another_merchant_is_not_for_us_even_with_our_keys(pay, wallet, now):
    for other in ({"mchid": "1900000001"}, {"appid": "wx0"}):
        headers, body = wechat.notice(pay("wechat"), now=now, **other)
        with pytest.raises(Forged, match="meant for"):
            wallet("wechat").read_notify(headers=headers, body=body)
    headers, body = alipay.notice(pay("alipay"), now=now, seller_id="2088000000000000")
    with pytest.raises(Forged, match="meant for"):
        wallet("alipay").read_notify(headers=headers, body=body)


def test_a_notice_kept_and_sent_again_later_is_refused(pay, wallet, now):
    headers, body = notice_of(pay("wechat"), now=now - timedelta(minutes=6))
    with pytest.raises(Forged, match="signed at"):
        wallet("wechat").read_notify(headers=headers, body=body)


def test_an_unknown_key_asks_nobody(pay, wallet, now):
    headers, body = notice_of(pay("wechat"), now=now)
    with pytest.raises(Forged, match="unknown key"):
        wallet("wechat").read_notify(headers=headers | {"Wechatpay-Serial": "1A2B"}, body=body)


@BOTH
def test_closed_cannot_be_paid_and_paid_cannot_be_closed(provider, pay, wallet, now, cast):
    wallet(provider).create(out_trade_no="GJ2", fen=100, text="停车费", expires_at=now + timedelta(minutes=5))
    wallet(provider).close("GJ2")
    assert wallet(provider).query("GJ2").state == State.CLOSED
    with pytest.raises(trades.No):
        trades.pay(SimulatedTrade.objects.get(out_trade_no="GJ2"), now=now)
    pay(provider)
    with pytest.raises(Declined):
        wallet(provider).close("GJ1")
    wallet(provider).close("unheard_of")


@BOTH
def test_money_goes_back_once_per_number_and_never_more_than_came(provider, pay, wallet):
    payment = {"out_trade_no": "GJ1", "transaction_id": pay(provider).transaction_id}
    refund = {**payment, "total": 9860, "reason": "多交"}
    assert wallet(provider).refund(refund_no="T1", fen=5000, **refund)
    assert wallet(provider).refund(refund_no="T1", fen=5000, **refund)
    assert wallet(provider).refunded(**payment, refund_no="T1")
    with pytest.raises(Declined):
        wallet(provider).refund(refund_no="T2", fen=4861, **refund)


@BOTH
def test_the_statement_of_a_day_of_beijing(provider, pay, wallet, now):
    trade = pay(provider)
    payment = {"out_trade_no": "GJ1", "transaction_id": trade.transaction_id}
    wallet(provider).refund(**payment, refund_no="T1", fen=60, total=9860, reason="多交")
    day = date(2026, 11, 18)
    lines = wallet(provider).statement(day)
    assert [(line.out_trade_no, line.fen, line.refund_no) for line in lines] == [
        ("GJ1", 9860, ""),
        ("GJ1", 60, "T1"),
    ]
    assert {(line.transaction_id, line.at) for line in lines} == {(trade.transaction_id, now)}
    assert wallet(provider).statement(day - timedelta(days=1)) == []


@BOTH
def test_a_merchant_with_the_wrong_key_is_not_believed(provider, wallet, cast, now):
    """The provider refuses what is not signed with the company's own key."""
    ours, other = wallet(provider), open_wallet(company_id=cast.other_company.pk, provider=provider, now=now)
    (ours.api._core if provider == "wechat" else ours.api).company_id = cast.other_company.pk
    with pytest.raises((Declined, Unavailable)):
        ours.create(out_trade_no="GJ3", fen=1, text="x", expires_at=now + timedelta(minutes=5))
    assert other.create(out_trade_no="GJ3", fen=1, text="x", expires_at=now + timedelta(minutes=5))


def test_without_keys_and_outside_the_demo_there_is_no_wallet(settings, cast, now):
    settings.DEMO = False
    assert offered(cast.company.pk) == []
    with pytest.raises(Unavailable, match="还没有开通"):
        open_wallet(company_id=cast.company.pk, provider="wechat", now=now)


def test_a_company_with_keys_of_its_own_gets_the_real_thing(settings, cast, now, tmp_path):
    settings.DEMO, settings.WALLETS_DIR = False, tmp_path
    folder = tmp_path / str(cast.company.pk)
    folder.mkdir()
    for name, config in (("wechat", wechat.config(1)), ("alipay", alipay.config(1))):
        words = {key: value for key, value in config.items() if not value.startswith("-----")}
        for key in config.keys() - words.keys():
            (folder / f"{name}-{key}.pem").write_text(config[key])
            words[key] = f"{name}-{key}.pem"
        (folder / f"{name}.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in words.items()))
    assert [each.code for each in offered(cast.company.pk)] == ["wechat", "alipay"]
    assert (
        type(open_wallet(company_id=cast.company.pk, provider="wechat", now=now).api._core).__name__ == "Core"
    )
    (folder / "alipay-private_key.pem").unlink()
    with pytest.raises(Unavailable, match="密钥文件缺失"):
        open_wallet(company_id=cast.company.pk, provider="alipay", now=now)


def test_every_folder_with_an_adapter_is_a_provider():
    assert {code: each.means for code, each in providers().items()} == {
        "alipay": "alipay",
        "wechat": "wechat",
    }


def test_codes_of_the_simulator_are_signed():
    with pytest.raises(signing.BadSignature):
        trades.trade_of("1-2.forged")


def test_a_bill_as_wechat_writes_it():
    head = ",".join(wechat.COLUMNS)
    row = dict.fromkeys(wechat.COLUMNS, "`") | {
        "交易时间": "`2026-11-18 23:59:59", "微信订单号": "`42000", "商户订单号": "`GJ1", "交易状态": "`SUCCESS",
        "订单金额": "`98.60", "手续费": "`0.59160",
    }  # fmt: skip
    (line,) = read_wechat(f"{head}\r\n{','.join(row.values())}\r\n总交易单数,应结订单总金额\r\n`1,`98.60\r\n")
    assert (line.fen, line.fee_fen, f"{line.at:%d %H:%M %z}") == (9860, 59, "18 23:59 +0800")


def test_a_bill_of_alipay_with_full_width_brackets(now):
    line = SimpleNamespace(transaction_id="1", out_trade_no="GJ1", fen=9860, refund_no="", at=now)
    packed = alipay._bill([line])
    assert read_alipay(packed)[0].fen == 9860


@pytest.mark.parametrize(
    ("yuan", "fen"), [("98.60", 9860), ("0.01", 1), ("1234567.89", 123456789), ("0.1", 10)]
)
def test_yuan_and_fen(yuan, fen):
    assert to_fen(Decimal(yuan)) == fen
    assert to_yuan(fen) == Decimal(yuan)


def test_parts_of_a_fen_are_refused():
    with pytest.raises(ValueError, match="parts of a fen"):
        to_fen(Decimal("0.005"))
