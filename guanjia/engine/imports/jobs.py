"""The long parts of an import, done by a worker."""

from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from guanjia.engine.imports import undo, work


@app.task(queue="imports", name="imports.check")
def check(run_id: int) -> None:
    """Examine the file and keep what was found for the preview."""
    work.check(run_id)


@app.task(queue="imports", name="imports.carry_out")
def carry_out(run_id: int) -> None:
    """Write the file's rows, all or none."""
    work.carry_out(run_id)


@app.task(queue="imports", name="imports.undo")
def take_back(run_id: int) -> None:
    """Take back everything the import wrote."""
    undo.take_back(run_id)


labels = {
    "imports.check": gettext_lazy("检查导入的文件"),
    "imports.carry_out": gettext_lazy("写入导入的数据"),
    "imports.undo": gettext_lazy("撤销一次导入"),
}
