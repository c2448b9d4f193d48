"""One thing of every kind, made by the cast with real actions: what the doors lead to."""

import io
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from guanjia.channels.wallets.port import Notified, State
from guanjia.directory.knowledge.actions import note_question, publish_article
from guanjia.directory.people.indexing import index_customers
from guanjia.directory.places.actions import create_branch
from guanjia.directory.places.indexing import index_units
from guanjia.engine.access import system
from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import create_token
from guanjia.engine.clock.actions import ensure_shipped
from guanjia.engine.clock.models import Calendar, ClockPolicy
from guanjia.engine.imports.actions import receive_file
from guanjia.engine.notify.models import Notification
from guanjia.engine.register.actions import add_record
from guanjia.engine.register.declaration import find
from guanjia.engine.ui.actions import save_view
from guanjia.registers.disclosures.actions import grant_disclosure
from guanjia.testing.cast import Cast
from guanjia.work.billing import actions as billing
from guanjia.work.billing import running
from guanjia.work.books import actions as books
from guanjia.work.cases import actions as cases
from guanjia.work.cashier import actions as cashier
from guanjia.work.cashier.rules import Means
from guanjia.work.collection.models import Dunning, DunningRun
from guanjia.work.counter import actions as counter
from guanjia.work.counter.queries import free_slots
from guanjia.work.dispatch import actions as dispatch
from guanjia.work.dispatch.models import OrderPhoto, WorkOrder
from guanjia.work.duty import actions as duty
from guanjia.work.followups import links
from guanjia.work.followups.models import FollowUp
from guanjia.work.followups.tokens import token_of
from guanjia.work.ledger import actions as ledger
from guanjia.work.ledger.models import Charge, Tariff
from guanjia.work.ledger.rules import Kind
from guanjia.work.meters import actions as meters
from guanjia.work.movein import actions as movein
from guanjia.work.online import actions as online
from guanjia.work.online.tokens import pay_address
from guanjia.work.votes import actions as votes

SECRETS = ("王阿姨", "13905710001", "厨房水管漏水", "物业费怎么交")


@dataclass
class World:
    """`things` by the names that doors use; `secrets` are words that no stranger may read."""

    cast: Cast
    things: dict[str, Any]


def build(cast: Cast, *, now: datetime) -> World:
    """A leak given to 陈师傅, a mended one that waits for its follow-up call, and everything around them."""
    with acting_as(system(None)):
        ensure_shipped(company_id=cast.company.pk, now=now)
        index_customers([cast.owner.pk])
        index_units([cast.unit])
    things: dict[str, Any] = {
        "estate": cast.estate, "customer": cast.owner, "unit": cast.unit, "staff": cast.technician,
        "department": cast.engineering, "building": cast.building, "zone": cast.zone,
    }  # fmt: skip
    with acting_as(cast.admin):
        things |= {
            "branch": create_branch(actor=cast.admin, now=now, name="浙北"),
            "token": create_token(
                actor=cast.admin, now=now, staff=cast.desk, name="报表", scopes=["cases:read"]
            )[0],
            "phone": cast.owner.phones.get(), "home": cast.owner.occupancies.get(),
            "appointment": cast.technician.appointments.get(), "post": cast.technician.appointments.get().post,
            "calendar": Calendar.objects.first(), "policy": ClockPolicy.objects.first(),
        }  # fmt: skip
    things |= (
        _field(cast, now)
        | _outside(cast, now)
        | _asked(cast, now)
        | _desk(cast, now)
        | _books(cast, now)
        | _meters(cast, now)
        | _registers(cast, now)
        | _votes(cast, now)
        | _moving_in(cast, now)
        | _billed(cast, now)
        | _online(cast, now)
        | _dunned(cast, now)
        | _counter(cast, now)
        | _on_duty(cast, now)
        | _front(cast, now)
        | _at_the_gate(cast, now)
    )
    return World(cast, things)


def leak(cast: Cast, now: datetime, words: str = "厨房水管漏水", **more: Any) -> Any:
    """A repair of 王阿姨's, registered by the front desk."""
    usual = {
        "procedure": "repair", "topic": "water", "unit": cast.unit, "customer": cast.owner,
        "caller_phone": "13905710001", "answers": {"kind": "home", "part": "pipes", "quote_when": "free"},
    }  # fmt: skip
    with acting_as(cast.desk):
        return cases.register_case(
            actor=cast.desk, now=now, estate=cast.estate, words=words, **{**usual, **more}
        )


def picture(name: str = "leak.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def _field(cast: Cast, now: datetime) -> dict[str, Any]:
    case = leak(cast, now - timedelta(minutes=30))
    with acting_as(cast.desk):
        kept = cases.add_attachment(actor=cast.desk, now=now, case=case, upload=picture())
        order = WorkOrder.objects.get(case=case)
        order = dispatch.assign_order(order=order, actor=cast.desk, now=now, technician=cast.technician)
    with acting_as(cast.technician):
        mine = {"actor": cast.technician, "now": now}
        order = dispatch.arrive(order=dispatch.accept_order(order=order, **mine), **mine)
        dispatch.add_photo(order=order, kind="before", upload=picture(), **mine)
        photo = OrderPhoto.objects.get(order=order)
    return {"case": case, "order": order, "attachment": kept, "photo": photo, "step": "dispatch"}


def _outside(cast: Cast, now: datetime) -> dict[str, Any]:
    """A leak under warranty that the developer's contractor has been told of, and a line of the price list."""
    case = leak(cast, now, "卫生间渗水", answers={"kind": "home", "part": "other", "quote_when": "free"})
    with acting_as(cast.manager):
        us = {"actor": cast.manager, "now": now}
        contractor = dispatch.save_contractor(
            estate=cast.estate, name="宏远建设", phone="0571-88880000", **us
        )
        price = dispatch.save_price(estate=cast.estate, kind="labour", name="换角阀", price=Decimal(30), **us)
        cases.receive(case=case, event="order.done", answers={"result": "contractor"}, **us)
        order = WorkOrder.objects.get(case=case, executor="contractor")
        order = dispatch.send_order(order=order, contractor=contractor, **us)
    return {"outside": order, "contractor": contractor, "price": price}


def _asked(cast: Cast, now: datetime) -> dict[str, Any]:
    start = now - timedelta(hours=2)
    case = leak(cast, start, "卫生间水管漏水")
    report = {"worker": cast.technician.pk, "work": "更换角阀"}
    with acting_as(cast.technician):
        cases.receive(case=case, event="order.done", answers=report, actor=cast.technician, now=start)
    with acting_as(cast.desk):
        followup = FollowUp.objects.get(case=case)
        link = links.send_link(actor=cast.desk, now=start, followup=followup)
    return {"followup": followup, "link": token_of(link), "finished": case}


def _desk(cast: Cast, now: datetime) -> dict[str, Any]:
    with acting_as(cast.supervisor):
        us = {"actor": cast.supervisor, "now": now}
        incident = cases.open_incident(
            estate=cast.estate,
            title="3栋停水",
            topic="water",
            say="预计六点恢复",
            buildings=[cast.building],
            **us,
        )
        article = publish_article(
            estate=cast.estate, title="物业费怎么交", body="前台刷卡或转账。", category="fee",
            review_on=(now + timedelta(days=90)).date(), **us,
        )  # fmt: skip
        case = cases.register_case(
            estate=cast.estate, procedure="consultation", words="能装充电桩吗", answers={}, **us
        )
        question = note_question(case=case, question="能装充电桩吗", **us)
        view = save_view(code="cases", name="我的", query="state=open", shared=True, **us)
        notice = Notification.objects.create(
            company=cast.company, staff=cast.supervisor, kind="test", text="厨房水管漏水", link="/", at=now
        )
    with acting_as(cast.manager):
        run = receive_file(
            actor=cast.manager,
            now=now,
            estate=cast.estate,
            kind="owners",
            upload=workbook(),
            name="台账.xlsx",
        )
    return {
        "incident": incident, "article": article, "question": question, "view": view, "notice": notice, "import": run,
    }  # fmt: skip


def _registers(cast: Cast, now: datetime) -> dict[str, Any]:
    """The key that 王阿姨 left at the desk, and what the police may see of her."""
    values = {"tag": "A-01", "kind": "entrusted", "place": "A柜-1", "unit": cast.unit}
    us = {"register": find("keys"), "actor": cast.desk, "now": now}
    with acting_as(cast.desk):
        key = add_record(estate=cast.estate, values=values, **us)
        disclosure = grant_disclosure(
            actor=cast.desk, now=now, estate=cast.estate, number="PL-1", asked_by="派出所", authority="police",
            ground="协查函", purpose="走失老人", what="电话", granted_on=now.date(), until=now.date(),
            unit_ids=[cast.unit.pk], kinds=["phone"], handler=cast.desk, approver=cast.manager,
        )  # fmt: skip
    return {"key": key, "disclosure": disclosure}


def _votes(cast: Cast, now: datetime) -> dict[str, Any]:
    """The owners vote on their lift; 王阿姨's ballot is in."""
    days, us = timedelta(days=15), {"actor": cast.supervisor, "now": now}
    with acting_as(cast.supervisor):
        case = cases.register_case(
            estate=cast.estate, procedure="committee_meeting", words="例会", answers={}, **us
        )
        vote = votes.announce_vote(
            case=case, title="更换电梯", matter="fund_use", text="更换电梯", secret=False, noticed_on=now.date() - days,
            opens_on=ledger.today(cast.estate, now), closes_on=now.date() + days, notice_days=15, quorum="2/3",
            grave="3/4", **us,
        )  # fmt: skip
        vote = votes.freeze_roll(vote=vote, with_parking=False, **us)
        voter = vote.voters.select_related("vote").get()
        ballot, _receipt = votes.cast_ballot(voter=voter, choice="for", photo=picture(), **us)
    return {"vote": vote, "voter": voter, "ballot": ballot}


def _moving_in(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨 has come for her keys and waits at the first station."""
    us, day = {"actor": cast.supervisor, "now": now}, ledger.today(cast.estate, now)
    with acting_as(cast.supervisor):
        batch = movein.open_batch(
            estate=cast.estate, name="首批", starts_on=day, ends_on=day, opens=time(9), closes=time(17), rest=None,
            capacity=2, buildings=[cast.building], places={}, **us,
        )  # fmt: skip
        invited = batch.homes.get()
        movein.welcome_home(home=invited, **us)
    return {"batch": batch, "invited": invited}


def _on_duty(cast: Cast, now: datetime) -> dict[str, Any]:
    """A line in the log of the front desk, and 小李's shift that waits to be taken over."""
    us = {"actor": cast.desk, "now": now}
    with acting_as(cast.manager):
        values = {"name": "前台", "role": "desk", "things": "对讲机 2"}
        post = add_record(
            register=find("duty_posts"), actor=cast.manager, now=now, estate=cast.estate, values=values
        )
    with acting_as(cast.desk):
        entry = duty.write_entry(post=post, text="+等租户来取钥匙", **us)
        handover = duty.hand_over(post=post, counted={"对讲机": (2, "")}, **us)
    return {"duty_post": post, "duty_entry": entry, "handover": handover}


def _at_the_gate(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨's sofa may leave the estate today; the guard is to look at it."""
    us = {"actor": cast.desk, "now": now}
    said = {
        "who": "owner", "applicant": "王阿姨", "items": "沙发 1 件",
        "valid_on": ledger.today(cast.estate, now).isoformat(),
    }  # fmt: skip
    with acting_as(cast.desk):
        case = cases.register_case(
            estate=cast.estate, procedure="item_release", words="搬沙发", unit=cast.unit, answers=said, **us
        )
        case = cases.complete_step(case=case, step="issue", answers={"identity_ok": True}, **us)
        return {"guard_step": case.steps.get(code="gate")}


def _front(cast: Cast, now: datetime) -> dict[str, Any]:
    """王阿姨 at the window of 小李, an appointment of tomorrow, and a visitor who is inside."""
    us = {"actor": cast.desk, "now": now, "estate": cast.estate}
    tomorrow = ledger.today(cast.estate, now) + timedelta(days=1)
    with acting_as(cast.desk):
        counter.take_ticket(what="交费", customer=cast.owner, unit=cast.unit, **us)
        at = free_slots(cast.desk, cast.estate, day=tomorrow, now=now)[0][0]
        return {
            "ticket": counter.call_next(**us), "visit": counter.log_visit(name="李四", whom="王阿姨", **us),
            "booked": counter.make_appointment(at=at, what="装修", customer=cast.owner, phone="13905710001", **us),
        }  # fmt: skip


def _meters(cast: Cast, now: datetime) -> dict[str, Any]:
    """The cold water of 王阿姨's home, with a reading that waits to be confirmed."""
    today = ledger.today(cast.estate, now)
    us = {"actor": cast.manager, "now": now}
    with acting_as(cast.manager):
        meter = meters.register_meter(
            estate=cast.estate, kind="cold_water", number="W1501", unit=cast.unit, start="100",
            installed_on=today - timedelta(days=30), **us,
        )  # fmt: skip
        reading = meters.take_reading(meter=meter, on=today, value="900", photo=picture(), **us)
    return {"meter": meter, "reading": reading}


def _books(cast: Cast, now: datetime) -> dict[str, Any]:
    """A month's fee of 王阿姨's home, and money from her that nobody has assigned yet."""
    with acting_as(system(cast.company.pk)):
        day = ledger.today(cast.estate, now)
        tariff = Tariff.objects.create(company=cast.company, code="wy", name="物业费")
        charge = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text="物业费 十一月", amount=Decimal("98.60"),
            period_start=day, period_end=day, due_on=day, on=day,
        )  # fmt: skip
        us = {"actor": cast.accountant, "now": now, "estate": cast.estate}
        ledger.raise_charges(charges=[charge], kind="bill", text="王阿姨的物业费", **us)
        bank, waits = (ledger.account(cast.estate, kind) for kind in (Kind.BANK, Kind.SUSPENSE))
        moves = [ledger.Move(bank, waits, charge.amount)]
        entry = ledger.post(kind="payment", text="王阿姨转账,用途待查", moves=moves, **us)
    ours = {"tariff": tariff, "charge": charge, "account": bank, "entry": entry}
    return ours | _for_others(cast, now, bank)


def _for_others(cast: Cast, now: datetime, bank: Any) -> dict[str, Any]:
    """Water money collected and asked for by its payee; last month closed and its vouchers exported."""
    us = {"actor": cast.accountant, "now": now}
    last = ledger.today(cast.estate, now).replace(day=1) - timedelta(days=1)
    with acting_as(cast.accountant):
        payee = books.save_payee(estate=cast.estate, name="自来水公司", **us)
        collected = ledger.account(cast.estate, Kind.COLLECTED, payee.pk, name=payee.name)
        move = ledger.Move(bank, collected, Decimal(30))
        ledger.post(estate=cast.estate, kind="payment", text="代收水费", moves=[move], on=last, **us)
        settlement = books.settle_payee(
            estate=cast.estate, payee=payee, through=last, amount=Decimal(20), **us
        )
        books.close_period(estate=cast.estate, kind="month", through=last, **us)
        export = books.export_vouchers(
            estate=cast.estate, since=last, until=last, layout="plain", grouping="day", form="text", **us
        )
        books.set_codes(company=cast.company, codes={("bank", ""): ("1002.01", "建行")}, **us)
    return {"payee": payee, "settlement": settlement, "export": export}


def _online(cast: Cast, now: datetime) -> dict[str, Any]:
    """An order paid with the wrong amount at the simulated provider, so that there is a difference to settle."""
    us = system(cast.company.pk)
    with acting_as(us), override_settings(DEMO=True):
        order = online.open_order(
            actor=us, now=now, estate=cast.estate, provider="wechat", lines=[], prepay=Decimal(50),
            customer=cast.owner, unit=cast.unit,
        )  # fmt: skip
        told = Notified(order.out_trade_no, State.PAID, "4200001", 4000, now)
        online.hear(company_id=cast.company.pk, provider="wechat", told=told, now=now)
        comparison = online.reconcile(
            actor=us, now=now, provider="wechat", day=now.date() - timedelta(days=1)
        )
        address = pay_address(estate=cast.estate, customer=cast.owner, unit=cast.unit, now=now)
        return {
            "firm": cast.company, "online_order": order, "comparison": comparison,
            "difference": order.differences.get(), "pay_link": address.rpartition("/")[2],
        }  # fmt: skip


def _dunned(cast: Cast, now: datetime) -> dict[str, Any]:
    """A reminder that waits to be sent by hand."""
    home = {"company": cast.company, "estate": cast.estate}
    with acting_as(cast.manager):
        run = DunningRun.objects.create(
            **home, on=now.date(), at=now, by=cast.manager, levels=[1], state="ready"
        )
        dunning = Dunning.objects.create(
            **home, run=run, unit=cast.unit, customer=cast.owner, level=1, cycle=now.date(), charge_ids=[], at=now,
            amount=Decimal("276.08"), way="text", name=cast.owner.name, place=cast.unit.key, text="王阿姨,您好",
        )  # fmt: skip
    return {"dunning_run": run, "dunning": dunning}


def _billed(cast: Cast, now: datetime) -> dict[str, Any]:
    """Last month's fee of the home, not paid; a reduction and a waiver that wait."""
    month = (now.replace(day=1) - timedelta(days=1)).date().replace(day=1)
    us = {"actor": cast.accountant, "now": now}
    with acting_as(cast.accountant):
        fee = billing.create_tariff(code="gwy", name="管理费", estate=cast.estate, **us)
        version = billing.add_version(
            tariff=fee, since=month.replace(year=month.year - 1), method="area", price=Decimal("2.80"), **us
        )
        run = billing.start_run(estate=cast.estate, tariffs=[fee], start=month, defer=False, **us)
    running.draft(run.pk, now=now)
    with acting_as(cast.accountant):
        billing.publish_run(run=run, defer=False, **us)
    running.publish(run.pk, now=now)
    with acting_as(cast.accountant):
        bill = fee.charges.get()
        reduction = billing.request_reduction(
            estate=cast.estate,
            unit=cast.unit,
            kind="other",
            percent=Decimal(10),
            since=month,
            reason="协商",
            **us,
        )
    far = now + timedelta(days=900)
    with acting_as(cast.cashier):
        waiver = billing.waive_late_fee(
            actor=cast.cashier, now=far, charge=bill, amount=Decimal(50), reason="长期住院"
        )
    return {
        "bill": bill, "billing_run": run, "fee": fee, "fee_version": version, "reduction": reduction, "waiver": waiver,
    }  # fmt: skip


def _counter(cast: Cast, now: datetime) -> dict[str, Any]:
    """小周's running shift: a fee and a deposit taken, a refund and a keeping that wait, an invoice asked for."""
    here = {"now": now, "estate": cast.estate}
    with acting_as(system(cast.company.pk)):
        tariff = Tariff.objects.create(company=cast.company, code="tc", name="停车费")
        day = ledger.today(cast.estate, now)
        fee = Charge(
            tariff=tariff, unit=cast.unit, customer=cast.owner, text="停车费 十一月", amount=Decimal(150),
            period_start=day, period_end=day, due_on=day, on=day,
        )  # fmt: skip
        ledger.raise_charges(actor=cast.accountant, charges=[fee], kind="bill", text="停车费", **here)
    with acting_as(cast.manager):
        till = cashier.create_till(actor=cast.manager, name="一号台", **here)
        kind = cashier.save_deposit_kind(
            actor=cast.manager, code="renovation", name="装修押金", amount=Decimal(1000), **here
        )
    with acting_as(cast.cashier):
        us = {"actor": cast.cashier, "now": now}
        session = cashier.open_session(till=till, float=Decimal(500), **us)
        whose = {"customer": cast.owner, "unit": cast.unit}
        deposit = cashier.ask_deposit(actor=cast.cashier, kind=kind, **whose, **here)
        payment = cashier.take_payment(
            actor=cast.cashier, tenders=[cashier.Tendered(Means.CASH, Decimal(1150))], session=session,
            charges=[(fee, fee.amount)], deposits=[deposit], **whose, **here,
        )  # fmt: skip
        line = payment.lines.get(charge=fee)
        return {
            "till": till, "deposit_kind": kind, "cash_session": session, "payment": payment, "deposit": deposit,
            "refund": cashier.request_refund(payment=payment, parts={line: Decimal(10)}, reason="多收", **us),
            "invoice": cashier.request_invoice(payment=payment, title="王阿姨", **us),
            "keeping": cashier.keep_deposit(
                deposit=deposit, amount=Decimal(100), reason="墙面损坏", evidence=picture(), **us
            ),
        }  # fmt: skip


def workbook(rows: list[list[Any]] | None = None) -> SimpleUploadedFile:
    """An owners' ledger."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("业主")
        for at, row in enumerate(rows or [["房号", "业主姓名", "电话"], ["3-1-101", "王芳", "13700000001"]]):
            sheet.write_row(at, 0, row)
    return SimpleUploadedFile("台账.xlsx", out.getvalue())
