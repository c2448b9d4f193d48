"""Keeping a list's filters under a name."""

from datetime import datetime
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from guanjia.engine.access import Actor
from guanjia.engine.ui.models import SavedView, lasting
from guanjia.kernel.errors import Refused


@transaction.atomic
def save_view(
    *, actor: Actor, now: datetime, code: str, name: str, query: str, shared: bool = False
) -> SavedView:
    """Keep the address's filters; the same name again replaces one's earlier view. Refused without a name."""
    if not name.strip():
        raise Refused(_("请给这个视图起个名字。"), field="name")
    kept = urlencode(lasting(query))
    view, _made = SavedView.objects.update_or_create(
        staff_id=actor.pk,
        list=code[:40],
        name=name.strip()[:30],
        defaults={"company_id": actor.company_id, "query": kept[:1000], "shared": shared, "at": now},
    )
    return view


@transaction.atomic
def drop_view(*, actor: Actor, view: SavedView) -> None:
    """Take one's own view away. Refused for a colleague's."""
    if view.staff_id != actor.pk:
        raise Refused(_("这是同事的视图，只有本人能删除。"))
    view.delete()
