"""Move-in day of the new building: homes at every station, some late, some still to be booked."""

from datetime import timedelta
from typing import Any

from guanjia.demo import names
from guanjia.demo.company import World
from guanjia.demo.pictures import photo
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.people.models import Customer, Occupancy, Phone
from guanjia.directory.places.indexing import index_units
from guanjia.directory.places.models import Building, Unit
from guanjia.directory.team import roles
from guanjia.work.movein import actions as movein
from guanjia.work.movein.models import Batch, Home, Station

BLOCK, FLOORS, ROOMS = "9", 6, 4
FIRST_PHONE = 90_000
PLACES = {
    "verify": "会所大厅 1 号台", "sign": "会所大厅 2 号台", "finance": "会所大厅 3 号台", "inspect": "9 栋大堂",
    "keys": "会所大厅 5 号台",
}  # fmt: skip
# How many stations each home has behind it; 5 is all. Those after them are late, booked, or not booked yet.
BEHIND, LATE, BOOKED = (5, 5, 5, 4, 3, 3, 2, 2, 1, 1, 1, 0, 0), 2, 6
MEETS = timedelta(minutes=12)
PAPERS = {"who": "owner", "notice_shown": True, "contract_shown": True, "id_shown": True}
FORM = {
    "debit_form": True, "clerk_stamped": True, "contact_phone": "13905710001", "emergency_contact": "家人 13905710002",
    "family": 3,
}  # fmt: skip
GOOD = {f"check_{room}": "good" for room in ("living", "bedroom", "kitchen", "bath", "balcony")}
METERS = {"meter_water": "0", "meter_power": "12"}
WET = {"check_bath": "bad", "bad_bath": ["waterproof"], "words_bath": "淋浴间墙角渗水", "result": "findings"}
KEYS = {
    "key_list": [{"name": "入户门钥匙", "quantity": "5"}, {"name": "信箱钥匙", "quantity": "2"}],
    "key_left": False,
}
SIGNED = {
    "sign": ("handbook_signed", "covenant_signed"), "inspect": ("check_signed",), "keys": ("keys_signed",),
}  # fmt: skip


def hand_over(world: World) -> None:
    """The day is under way, whatever the hour is."""
    _Day(world, _build(world)).run()


def _build(world: World) -> Building:
    """24 flats whose owners are known and whose keys are still with us."""
    estate = world.estates[0]
    ours: dict[str, Any] = {"company": world.company, "estate": estate}
    building = Building.objects.create(**ours, name=BLOCK, order=int(BLOCK))
    units = [
        Unit(
            **ours, building=building, entrance="1", floor=floor, number=f"{floor}{room:02d}", area=(89, 126)[room % 2],
            key=f"{BLOCK}-1-{floor}{room:02d}", status=Unit.Status.VACANT,
        )
        for floor in range(1, FLOORS + 1) for room in range(1, ROOMS + 1)
    ]  # fmt: skip
    index_units(Unit.objects.bulk_create(units))
    people = Customer.objects.bulk_create(
        Customer(company=world.company, name=names.person(world.chance)) for _unit in units
    )
    numbers = [names.phone(FIRST_PHONE + number) for number, _one in enumerate(people)]
    Phone.objects.bulk_create(
        Phone(company=world.company, customer=one, number=number, digits=number, is_primary=True)
        for one, number in zip(people, numbers, strict=True)
    )
    Occupancy.objects.bulk_create(
        Occupancy(**ours, unit=unit, customer=one, since=world.today)
        for unit, one in zip(units, people, strict=True)
    )
    index_customers(one.pk for one in people)
    return building


class _Day:
    """The batch and its people."""

    def __init__(self, world: World, building: Building) -> None:
        self.world, self.estate = world, world.estates[0]
        crew = (roles.SUPERVISOR, roles.DESK, roles.CASHIER, roles.TECHNICIAN)
        self.chief, self.desk, self.till, self.fitter = (world.of(self.estate, role)[0] for role in crew)
        self.batch: Batch = movein.open_batch(
            actor=self.chief, now=world.now - timedelta(days=7), estate=self.estate, name="9 栋集中交付",
            starts_on=world.today, ends_on=world.today + timedelta(days=2), buildings=[building], capacity=2,
            places=PLACES, **self._hours(),
        )  # fmt: skip

    def _hours(self) -> dict[str, Any]:
        """Nine to five, with the hour in which the demo is loaded."""
        hour = (
            self.world.now.astimezone(self.world.zone_info).time().replace(minute=0, second=0, microsecond=0)
        )
        early, late = hour.replace(hour=9), hour.replace(hour=17)
        opens = min(early, hour.replace(hour=max(hour.hour - 5, 0)))
        closes = max(late, hour.replace(hour=min(hour.hour + 3, 23), minute=59))
        return {"opens": opens, "closes": closes, "rest": None}

    def run(self) -> None:
        homes = list(self.batch.homes.select_related("unit__building", "batch").order_by("unit__sort_key"))
        slots = list(self.batch.slots.order_by("begins_at"))
        past = sum(slot.ends_at <= self.world.now for slot in slots)
        for number, home in enumerate(homes[: len(BEHIND) + LATE + BOOKED]):
            at = max(past - 8, 0) + number // 2 if number < len(BEHIND) else past + number // 2
            if len(BEHIND) <= number < len(BEHIND) + LATE and past > 8:
                at = past - 1
            self._book(home, slots[at])
            if number < len(BEHIND):
                self._come(home, BEHIND[number], number)

    def _book(self, home: Home, slot: Any) -> None:
        channel = "counter" if slot.pk % 3 == 0 else "phone"
        movein.book_slot(
            actor=self.desk, now=self.world.now - timedelta(days=3), home=home, slot=slot, channel=channel
        )

    def _come(self, home: Home, behind: int, number: int) -> None:
        """Twelve minutes at each station, the last of them just now."""
        moment = self.world.now - MEETS * behind - timedelta(minutes=4 + 3 * (number % 5))
        movein.welcome_home(actor=self.desk, now=moment, home=home)
        owner = Occupancy.objects.get(unit=home.unit_id).customer.name
        answers = {
            "verify": {**PAPERS, "buyer": owner}, "sign": FORM, "keys": {**KEYS, "archive_on": str(self.world.today)},
            "finance": {"fees_paid": True, "months_ahead": 3, "fund_checked": True},
            "inspect": {**GOOD, **METERS, "inspector": self.fitter.pk, **(WET if number % 3 == 1 else {"result": "good"})},
        }  # fmt: skip
        for at in list(Station)[:behind]:
            actor = {"finance": self.till, "inspect": self.fitter}.get(at, self.desk)
            told = {"actor": actor, "home": home, "station": at.value}
            movein.call_home(now=moment + timedelta(minutes=3 + number % 4), **told)
            moment += MEETS
            kinds = [
                *SIGNED.get(at, ()),
                *(["finding_photos"] if answers[at].get("result") == "findings" else []),
            ]
            files = [(kind, photo("signature" if kind.endswith("signed") else "before")) for kind in kinds]
            movein.serve_home(now=moment, answers=answers[at], uploads=files, **told)
        if behind < len(Station) and number % 4 == 0:
            at = list(Station)[behind]
            actor = {"finance": self.till, "inspect": self.fitter}.get(at, self.desk)
            movein.call_home(now=self.world.now, actor=actor, home=home, station=at.value)
