"""How each kind of field that a procedure asks for becomes a form field."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _

from guanjia.directory.knowledge.models import Article
from guanjia.directory.team.models import Department, Staff
from guanjia.engine.access import Actor
from guanjia.engine.register import declaration as register
from guanjia.engine.register.reading import lines_for, reads_all
from guanjia.engine.sop.fields import Field

MOMENT = "%Y-%m-%dT%H:%M"


class Pick(forms.Select):
    """A select that the browser turns into a box to search in, also by the terms of each row."""

    def __init__(self, hint: str, terms: Callable[[Any], str]) -> None:
        super().__init__({"data-pick-from": hint})
        self.terms = terms

    def create_option(self, name: str, value: Any, *args: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **more)
        if row := getattr(value, "instance", None):
            option["attrs"]["data-terms"] = self.terms(row)
        return option


class Lines(forms.Widget):
    """Rows of name, quantity and price; blank rows are left out. A button in the browser adds more."""

    template_name = "cases/widgets/lines.html"
    use_fieldset = True
    spare = 1

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        columns = [data.getlist(f"{name}.{part}") for part in ("name", "quantity", "price")]
        rows = [[part.strip() for part in row] for row in zip(*columns, strict=False)]
        return [
            {"name": name, "quantity": quantity or "1", "price": price or "0"}
            for name, quantity, price in rows
            if name or price
        ]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["rows"] = [*(value or []), *[{"name": "", "quantity": "1", "price": ""}] * self.spare]
        return context


class LinesField(forms.Field):
    widget = Lines


class Photos(forms.FileInput):
    """Several photos: chosen, dropped or pasted; made smaller in the browser before they are sent."""

    template_name = "cases/widgets/photos.html"
    allow_multiple_selected = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"multiple": True, "accept": "image/*", **(attrs or {})})


class PhotosField(forms.Field):
    """A list of files. How many there must be, the form says: it knows what the case has."""

    widget = Photos

    def clean(self, value: Any) -> list[Any]:
        return [file for file in value or [] if file]


class Signature(forms.Widget):
    """Drawn on the screen (a PNG as data URL), or a photo of the signed slip."""

    template_name = "cases/widgets/signature.html"
    use_fieldset = True
    needs_multipart_form = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.get(f"{name}.photo") or data.get(name, "")


class SignatureField(forms.Field):
    widget = Signature

    def validate(self, value: Any) -> None:
        """Whether one is needed is for the form to say, which knows what the case already has."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            head, _comma, body = value.partition(",")
            drawn = base64.b64decode(body, validate=True)
        except binascii.Error:
            head, drawn = "", b""
        if head != "data:image/png;base64" or not drawn:
            raise forms.ValidationError(_("签名没有传完整，请再签一次"))
        return SimpleUploadedFile("signature.png", drawn, "image/png")


class Records(forms.ModelChoiceField):
    """A line of a register, looked for by what its search box looks through; shown by its own name.

    A line that the person may not read is found by its name alone.
    """

    def __init__(self, code: str, *, actor: Actor, estate_id: int | None, **more: Any) -> None:
        kept = register.find(code)
        rows = kept.model.objects.visible_to(actor).filter(retired_at=None)
        rows = rows if estate_id is None else rows.filter(estate_id=estate_id)
        terms = [path.rpartition("__")[0] for path in kept.search]
        read = None if reads_all(kept, actor) else set(lines_for(kept, actor).values_list("pk", flat=True))

        def told(row: Any) -> str:
            hidden = read is not None and row.pk not in read
            return "" if hidden else " ".join(str(_along(row, path)) for path in terms)

        pick = Pick(_("输入编号或名称查找"), told)
        super().__init__(rows.order_by("pk"), empty_label="——", widget=pick, **more)


def _along(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name, "")
    return row


class YesNo(forms.TypedChoiceField):
    """Yes or no, with no default: the person has to say."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            choices=[("true", _("是")), ("false", _("否"))],
            coerce=lambda value: value == "true",
            empty_value=None,
            widget=forms.RadioSelect,
            **more,
        )


def field_for(field: Field, *, actor: Actor, estate_id: int | None) -> forms.Field:
    """The form field for one asked field. Required ones count only when they are shown (forms.py)."""
    said = {"label": _(field.label), "help_text": _(field.help), "required": False}
    made = _made(field, said, actor, estate_id)
    made.required = field.required and field.kind != "tick"
    made.error_messages["required"] = _("请填写“%(field)s”") % {"field": made.label}
    if field.sensitive:
        made.widget.attrs["autocomplete"] = "off"
    return made


def _made(field: Field, common: dict[str, Any], actor: Actor, estate_id: int | None) -> forms.Field:
    match field.kind:
        case "long":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "number":
            return forms.DecimalField(widget=forms.NumberInput(attrs={"step": "any"}), **common)
        case "money":
            return forms.DecimalField(
                max_digits=12,
                decimal_places=2,
                min_value=0,
                widget=forms.NumberInput(attrs={"step": "0.01"}),
                **common,
            )
        case "date":
            return forms.DateField(
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common
            )
        case "moment":
            return forms.DateTimeField(
                widget=forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"}), **common
            )
        case "choice":
            return forms.ChoiceField(choices=[("", "——"), *_choices(field)], **common)
        case "several":
            return forms.MultipleChoiceField(
                choices=_choices(field), widget=forms.CheckboxSelectMultiple, **common
            )
        case "tick":
            return forms.BooleanField(**common)
        case "yes_no":
            return YesNo(**common)
        case "person" | "department" | "article":
            rows = offered(field.kind, actor, estate_id)
            return forms.ModelChoiceField(rows, empty_label="——", widget=_widget(field.kind), **common)
        case "record":
            return Records(field.of, actor=actor, estate_id=estate_id, **common)
        case "lines":
            return LinesField(**common)
        case "photos":
            return PhotosField(**common)
        case "signature":
            return SignatureField(**common)
    return forms.CharField(max_length=500, **common)


def _choices(field: Field) -> list[tuple[str, str]]:
    return [(code, _(said)) for code, said in field.choices]


def _widget(kind: str) -> forms.Select:
    """Where there are many, one searches."""
    if kind == "article":
        return Pick(_("输入标题或关键词查找"), lambda one: one.keywords)
    if kind == "person":
        return Pick(_("输入姓名或拼音查找"), lambda one: one.pinyin)
    return forms.Select()


def offered(kind: str, actor: Actor, estate_id: int | None) -> Any:
    """What may be chosen: colleagues and departments of the estate, articles in force."""
    if kind == "person":
        people = Staff.objects.visible_to(actor).filter(is_active=True).order_by("pinyin", "name")
        here = Q(everywhere=True) | Q(estates__contains=[estate_id])
        return people if estate_id is None else people.filter(here)
    if kind == "department":
        departments = Department.objects.visible_to(actor).order_by("name")
        return (
            departments
            if estate_id is None
            else departments.filter(Q(estate_id=estate_id) | Q(estate_id=None))
        )
    articles = Article.objects.visible_to(actor).in_force()
    return articles if estate_id is None else articles.for_estate(estate_id)
