"""A provider's statement is the whole company's, whoever of it asks for the comparison."""

from datetime import timedelta

from guanjia.channels.wallets.simulator import trades
from guanjia.engine.access.rowscope import acting_as
from guanjia.testing.online import NOW
from guanjia.work.online import actions
from guanjia.work.online.models import Difference, OnlineOrder, StatementLine
from guanjia.work.online.rules import day_of


def test_orders_of_another_estate_are_known_to_an_accountant_of_one(world, cast):
    first = world.pay(world.order(world.bill()))
    world.tell(first)
    world.tell(trades.pay_again(first, now=NOW))
    OnlineOrder.objects.update(estate=cast.other_estate)
    Difference.objects.update(estate=cast.other_estate)
    asked = {"now": NOW + timedelta(days=1, hours=2), "provider": "wechat", "day": day_of(NOW)}
    for _again in range(2):
        with acting_as(cast.accountant):
            run = actions.reconcile(actor=cast.accountant, **asked)
            assert not StatementLine.objects.exists(), "he sees none of it"
    assert (run.by_id, run.lines, run.matched, run.theirs) == (cast.accountant.pk, 2, 1, run.ours)
    assert sorted(StatementLine.objects.values_list("result", flat=True)) == ["matched", "twice"]
    assert [*Difference.objects.values_list("kind", flat=True)] == ["twice"], "nothing new"
