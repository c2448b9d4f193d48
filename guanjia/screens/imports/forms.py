"""Choosing a file and an estate; the columns as corrected."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanjia.directory.places.models import Estate
from guanjia.directory.places.queries import estates_of
from guanjia.engine.access.actor import may
from guanjia.engine.imports.fields import importers
from guanjia.engine.imports.models import ImportRun


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("导入什么"))
    estate = forms.ModelChoiceField(Estate.objects.none(), label=_("项目"), empty_label=None)
    file = forms.FileField(
        label=_("文件"), help_text=_("xlsx、xls、ods 或 csv，最大 30 MB。原来的表格不用整理，直接上传。")
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (one.code, one.label) for one in importers().values() if may(actor, one.permission)
        ]
        self.fields["estate"].queryset = estates_of(actor)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls,.ods,.csv,.tsv,.txt"


def tables_from(data: QueryDict, run: ImportRun) -> list[dict[str, Any]]:
    """The run's tables with the columns that the form gives. Fields: `used-0`, `col-0-3` (sheet, column)."""
    codes = {field.code for field in importers()[run.kind].fields}
    corrected = []
    for at, one in enumerate(run.tables):
        lead = f"col-{at}-"
        columns = {
            name[len(lead) :]: value
            for name, value in data.items()
            if name.startswith(lead) and value in codes
        }
        numbered = {column: code for column, code in columns.items() if column.isdecimal()}
        corrected.append({**one, "used": f"used-{at}" in data, "columns": numbered})
    return corrected


def headings_from(data: QueryDict, run: ImportRun) -> dict[str, int]:
    """Sheet → row of the heading from 0, as typed from 1 in `heading-0`."""
    typed = {one["sheet"]: data.get(f"heading-{at}", "") for at, one in enumerate(run.tables)}
    return {sheet: int(text) - 1 for sheet, text in typed.items() if text.isdecimal()}


def decisions_from(data: QueryDict, run: ImportRun) -> dict[str, bool]:
    """Key of a proposed duplicate → merge or not. A form lists all it shows in `shown`."""
    known = {one["key"] for one in run.duplicates}
    merge = set(data.getlist("merge"))
    return {key: key in merge for key in data.getlist("shown") if key in known}
