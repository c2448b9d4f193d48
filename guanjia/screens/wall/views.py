"""Full screen, live, without anything about customers."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from guanjia.engine.ui import shell
from guanjia.engine.ui.guards import needs
from guanjia.engine.ui.shortcuts import page
from guanjia.kernel import time
from guanjia.screens.wall import queries


@require_GET
@needs("overview.view")
def wall(request: HttpRequest) -> HttpResponse:
    """Estate and theme are in the address, so that a screen keeps them when it restarts."""
    now, estates = time.now(), shell.estates(request)
    wanted = request.GET.get("estate", "")
    estate = next((one for one in estates if str(one.pk) == wanted), None)
    zone = timezone.get_current_timezone()
    shown = queries.wall(request.user, estate.pk if estate else None, now=now, zone=zone)
    theme = "light" if request.GET.get("theme") == "light" else "dark"
    context = {"wall": shown, "estates": estates, "estate": estate, "theme": theme, "now": now}
    return page(request, "wall/wall.html", "numbers", context)
