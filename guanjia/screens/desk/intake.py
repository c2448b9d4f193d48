"""The register form with all that hangs on it: who calls, what the procedure asks, the key of this call."""

from datetime import datetime
from functools import cached_property
from uuid import uuid4

from django.http import HttpRequest
from django.utils import timezone

from guanjia.engine.access.actor import may
from guanjia.engine.sop import dsl
from guanjia.engine.ui import shell
from guanjia.screens.desk.forms import RegisterForm
from guanjia.screens.desk.queries import Card, card_of
from guanjia.work.cases.forms import IntakeForm
from guanjia.work.cases.models import Case

GIVEN = ("procedure", "channel", "ticket")
CALLER = ("customer", "unit", "caller_name", "caller_phone")


class Intake:
    """One call being taken down. GET prefills from the address, POST reads what was filled in."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.request, self.now = request, now
        self.given = request.POST if request.method == "POST" else request.GET
        self.may_register = may(request.user, "cases.register")
        self.may_attach = may(request.user, "cases.message")

    @cached_property
    def form(self) -> RegisterForm:
        sent = self.request.method == "POST"
        return RegisterForm(
            self.request.POST if sent else None, actor=self.request.user, now=self.now,
            estates=shell.estates(self.request), estate_id=shell.chosen_estate_id(self.request),
            initial={"key": uuid4(), **{name: self.given[name] for name in GIVEN if name in self.given}},
        )  # fmt: skip

    @cached_property
    def fields(self) -> IntakeForm:
        """What the chosen procedure wants to know besides."""
        procedure = dsl.latest(self.form.procedure_code)
        sent = self.request.method == "POST"
        return IntakeForm(
            procedure, self.request.POST if sent else None, self.request.FILES if sent else None,
            actor=self.request.user, facts=self._facts,
            initial={"kind": self._usual_kind, **self._prefilled},
        )  # fmt: skip

    @property
    def _usual_kind(self) -> str | None:
        return "home" if self.number("unit") else "public" if self.given.get("place") else None

    @property
    def _prefilled(self) -> dict[str, str]:
        """What the address says about the procedure's own questions: `intake-key=12`."""
        asked = ((name, said) for name, said in self.given.items() if name.startswith("intake-"))
        return {name.removeprefix("intake-"): said for name, said in asked}

    @cached_property
    def card(self) -> Card:
        today = timezone.localdate(self.now)
        ids = {f"{name}_id": self.number(name) for name in ("customer", "unit")}
        return card_of(self.request.user, **ids, today=today)

    @property
    def caller(self) -> dict[str, str]:
        """What identifies the caller, as the form carries it."""
        said = {name: self.given.get(name, "").strip()[:60] for name in CALLER}
        if self.card.customer:
            said |= {"customer": str(self.card.customer.pk), "caller_name": "", "caller_phone": ""}
        if self.card.unit:
            said["unit"] = str(self.card.unit.pk)
        return said

    @property
    def uploads(self) -> list[tuple[str, object]]:
        photos = self.request.FILES.getlist("photos") if self.may_attach else []
        return [("photo", photo) for photo in photos] + self.fields.uploads

    def number(self, name: str) -> int | None:
        text = self.given.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 19 else None

    @property
    def _facts(self) -> dict[str, object]:
        wanted = ("urgency", "severity", "topic", "channel")
        usual = {"urgency": Case.Urgency.ORDINARY, "severity": Case.Severity.ORDINARY}
        return {**usual, **{name: self.given[name] for name in wanted if name in self.given}}
