"""What is filled in when mail comes and when it is fetched."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.directory.people.models import Occupancy
from guanjia.directory.places.queries import units_named
from guanjia.engine.access import Actor
from guanjia.engine.sop import latest
from guanjia.screens.parcel_shelf.queries import PROCEDURE, Found, Shelf
from guanjia.screens.parcel_shelf.rules import carrier_of
from guanjia.work.cases.forms import AnswersForm

PICKED = ("proof", "fetcher", "sealed", "fetched")
GUESSED = ("sender", "addressee", "shelf")


class ArriveForm(AnswersForm):
    """A piece that came: the number, whose it is, and where it is put; the rest has its usual value."""

    where = forms.CharField(label=_("房号、姓名或手机尾号"), max_length=60, required=False)
    field_order = ("tracking", "where", "addressee", "shelf", "sender", "mail_kind")

    def __init__(self, shelf: Shelf, data: Any = None, *, actor: Actor, estate: Any) -> None:
        first = {"mail_kind": "express", "condition": "intact", "shelf": shelf.free}
        super().__init__(
            latest(PROCEDURE).intake, data, actor=actor, estate_id=estate.pk, prefix="arrive", initial=first
        )
        self.order_fields(self.field_order)
        self.actor, self.estate, self.free = actor, estate, shelf.free
        self.unit: Any = None
        self.customer: Any = None
        for code in GUESSED:
            self.fields[code].required = False
        self.fields["sender"].widget.attrs["placeholder"] = _("留空时按单号认")
        self.fields["addressee"].widget.attrs["placeholder"] = _("留空时取住户姓名")
        self.fields["tracking"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        self._find_home(given.get("where", ""))
        given["sender"] = given.get("sender") or carrier_of(given.get("tracking", ""))
        given["addressee"] = given.get("addressee") or (self.customer.name if self.customer else "")
        given["shelf"] = given.get("shelf") or self.free
        return super().clean()

    def _find_home(self, where: str) -> None:
        """The home picked from the suggestions, else the room that was typed."""
        if not where:
            return
        chosen = self.data.get("home", "")
        living = Occupancy.objects.visible_to(self.actor).filter(estate=self.estate, retired_at=None)
        if chosen.isdecimal() and (
            one := living.select_related("unit", "customer").filter(pk=chosen).first()
        ):
            self.unit, self.customer = one.unit, one.customer
        elif units := units_named(where, actor=self.actor, estate=self.estate):
            self.unit = units[0]
        else:
            self.add_error("where", gettext("没有找到这一户，请输入房号，或留空只写收件人"))


class PickupForm(AnswersForm):
    """Who fetches, on the strength of what, and his signature: once for all pieces."""

    def __init__(
        self, found: Found, data: Any = None, files: Any = None, *, actor: Actor, estate: Any
    ) -> None:
        pieces = [piece for piece in found.pieces if piece.parcel.pk in found.meant]
        first = {
            "proof": "code" if found.codes else "id", "sealed": "true",
            "fetcher": pieces[0].parcel.addressee if pieces else "",
        }  # fmt: skip
        asked = [field for field in latest(PROCEDURE).steps["pickup"].fields if field.code in PICKED]
        super().__init__(
            asked, data, files, actor=actor, estate_id=estate.pk, facts={"outcome": "fetched"}, prefix="pick",
            initial=first,
        )  # fmt: skip
