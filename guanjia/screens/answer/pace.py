"""How often one address may open or send public pages."""

from django.core.cache import cache
from django.http import HttpRequest

from guanjia.directory.team.signin import address_of

PER_MINUTE = 60


def is_too_fast(request: HttpRequest) -> bool:
    """Counts this request against its address, behind a proxy the customer's own.

    The count is kept per web process: of a server with several, each allows as many. That is still far too few to
    guess a signed link, which is what the limit is for.
    """
    key = f"pace:{address_of(request) or ''}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:
        return False
