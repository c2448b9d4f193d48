"""How often one address may open or send public pages."""

from django.core.cache import cache
from django.http import HttpRequest

PER_MINUTE = 60


def is_too_fast(request: HttpRequest) -> bool:
    """Counts this request against its address; per web process, which is enough to make guessing hopeless."""
    key = f"pace:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:
        return False
