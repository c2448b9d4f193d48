"""A morning at the front desk: some served, three waiting, two expected, two visitors inside."""

from datetime import datetime, timedelta

from guanjia.demo.company import World
from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.models import Estate
from guanjia.directory.team import roles
from guanjia.directory.team.models import Staff
from guanjia.work.counter import actions, queries

# Minutes ago, what for, minutes waited and minutes at the window; without the last two they still wait.
CAME = (
    (95, "交费", 3, 8), (82, "门禁卡", 4, 12), (70, "报修", 6, 7), (58, "取件", 2, 3), (44, "装修", 9, 14),
    (23, "借钥匙", None, None), (12, "交费", None, None), (4, "咨询", None, None),
)  # fmt: skip
EXPECTED = (("装修申请", 0), ("车位月卡", 3))
VISITORS = (
    (75, {"name": "刘工", "kind": "worker", "people": 2, "whom": "工程部陈师傅", "what": "电梯维保", "plate": "浙A6K218",
          "document": "work", "document_tail": "0317", "badge": "F-03"}),
    (28, {"name": "孙小姐", "kind": "guest", "whom": "朋友家", "what": "探访", "document": "identity",
          "document_tail": "412X", "badge": "F-07"}),
)  # fmt: skip


def open_desk(world: World) -> None:
    """Both estates have their morning."""
    for estate in world.estates:
        clerk = world.of(estate, roles.DESK)[0]
        _queue(world, estate, clerk)
        _expect(world, estate, clerk)
        for minutes, values in VISITORS:
            actions.log_visit(
                actor=clerk, now=world.now - timedelta(minutes=minutes), estate=estate, **values
            )


def _queue(world: World, estate: Estate, clerk: Staff) -> None:
    homes = list(
        Occupancy.objects.filter(estate=estate, role="owner", until=None)
        .select_related("unit", "customer")
        .order_by("pk")[: len(CAME)]
    )
    for home, (ago, what, waited, took) in zip(homes, CAME, strict=True):
        at = world.now - timedelta(minutes=ago)
        if at.astimezone(world.zone_info).date() != world.today:
            continue
        actions.take_ticket(
            actor=clerk, now=at, estate=estate, what=what, customer=home.customer, unit=home.unit
        )
        if waited is not None and took is not None:
            _serve(estate, clerk, at + timedelta(minutes=waited), timedelta(minutes=took))


def _serve(estate: Estate, clerk: Staff, at: datetime, took: timedelta) -> None:
    called = actions.call_next(actor=clerk, now=at, estate=estate)
    actions.finish_ticket(actor=clerk, now=at + took, ticket=called)


def _expect(world: World, estate: Estate, clerk: Staff) -> None:
    """The next free times, tomorrow's when today's are over."""
    days = (world.today + timedelta(days=ahead) for ahead in range(2))
    free = [at for day in days for at, _left in queries.free_slots(clerk, estate, day=day, now=world.now)]
    homes = Occupancy.objects.filter(estate=estate, role="owner", until=None).select_related(
        "unit", "customer"
    )
    for home, (what, later) in zip(homes.order_by("-pk")[: len(EXPECTED)], EXPECTED, strict=True):
        phone = home.customer.phones.filter(retired_at=None).values_list("number", flat=True).first()
        actions.make_appointment(
            actor=clerk, now=world.now, estate=estate, at=free[later], what=what, customer=home.customer,
            unit=home.unit, phone=phone or "", clerk=clerk if later else None,
        )  # fmt: skip
