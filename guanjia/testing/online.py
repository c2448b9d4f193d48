"""What the tests of online payment do over and over: bills of 王阿姨's home, orders, and the provider's voice."""

from datetime import date, timedelta
from decimal import Decimal

from guanjia.channels.wallets.models import SimulatedTrade
from guanjia.channels.wallets.simulator import trades
from guanjia.channels.wallets.simulator.opening import notice_of
from guanjia.engine.access import system
from guanjia.testing import calendar
from guanjia.work.ledger.actions import raise_charges
from guanjia.work.ledger.models import Charge, Tariff
from guanjia.work.online import actions
from guanjia.work.online.models import OnlineOrder

NOW = calendar.at("周三 10:00")
MINUTE = timedelta(minutes=1)


class World:
    """Of 阳光花园, in the scope that the test has chosen."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.fee = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
        self.month = 0

    def bill(self, amount: str = "98.60", due_on: date = date(2026, 12, 15)) -> Charge:
        self.month += 1
        charge = Charge(
            tariff=self.fee, unit=self.cast.unit, customer=self.cast.owner, text=f"物业费 2026-{self.month:02}",
            period_start=date(2026, self.month, 1), period_end=date(2026, self.month, 28),
            due_on=due_on, on=date(2026, self.month, 1), amount=Decimal(amount),
        )  # fmt: skip
        raise_charges(
            actor=self.cast.accountant,
            now=NOW,
            estate=self.cast.estate,
            charges=[charge],
            kind="bill",
            text="出账",
        )
        return charge

    def order(self, *charges: Charge, provider: str = "wechat", **more) -> OnlineOrder:
        usual = {
            "actor": system(self.cast.company.pk), "now": NOW, "customer": self.cast.owner, "unit": self.cast.unit,
            "lines": [(charge, charge.outstanding) for charge in charges],
        }  # fmt: skip
        return actions.open_order(estate=self.cast.estate, provider=provider, **{**usual, **more})

    def pay(self, order: OnlineOrder, now=NOW) -> SimulatedTrade:
        """At the provider; nobody tells us yet."""
        return trades.pay(SimulatedTrade.objects.get(out_trade_no=order.out_trade_no), now=now)

    def tell(self, trade: SimulatedTrade, now=NOW, company=None):
        """The provider's call arrives; how we answer."""
        headers, body = notice_of(trade, now=now)
        company_id = (company or self.cast.company).pk
        return actions.take_notify(
            provider=trade.provider, company_id=company_id, headers=headers, body=body, now=now
        )
