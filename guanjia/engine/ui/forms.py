"""How forms are drawn: label, help, field, and the error right next to it."""

from typing import Any

from django.forms import BaseForm, BoundField, RadioSelect, Widget
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from guanjia.kernel.errors import Refused

# Django's own draws every option with two templates: 250 estates took 15 ms.
OURS = {"django/forms/widgets/select.html": "ui/forms/select.html"}


class Field(BoundField):
    """A field whose widget carries Tabler's classes and says to screen readers whether it is right."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        drawn = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        css = _css(widget)
        if css:
            own = drawn.get("class") or widget.attrs.get("class", "")
            wrong = " is-invalid" if self.errors else ""
            drawn["class"] = f"{own} {css}{wrong}".strip()
        return drawn


class Renderer(TemplatesSetting):
    """Django's form templates, ours for fields. `{{ form }}` draws all, `{{ form.name.as_field_group }}` one."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = Field

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        return super().render(OURS.get(template_name, template_name), context, request)


def _css(widget: Widget) -> str:
    """A group of boxes is drawn by our style sheet; a single box and everything else by Tabler's."""
    if isinstance(widget, RadioSelect):
        return ""
    kind = getattr(widget, "input_type", "textarea")
    if kind in ("checkbox", "radio"):
        return "form-check-input"
    if kind == "select":
        return "form-select"
    return "" if kind == "hidden" else "form-control"


def refuse(form: BaseForm, no: Refused) -> None:
    """Show a refusal next to the field it names, else above the form."""
    form.add_error(no.field if no.field in form.fields else None, str(no))
