"""The `Idempotency-Key` header: the same key gives the first result again, and goes with one request only."""

import hashlib
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header

from guanjia.engine.access.once import DigestedKey

Key = Annotated[str, Header(alias="Idempotency-Key", max_length=80)]


def key_of(request: HttpRequest, key: str) -> str:
    """The key, bound to address and body of this request; empty when there is none."""
    if not key:
        return ""
    said = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type == "multipart/form-data":
        said.update(repr(sorted(request.POST.lists())).encode())
        files: dict[str, Any] = dict(request.FILES.items())
        for name, upload in sorted(files.items()):
            said.update(f"{name}:{upload.name}".encode())
            for chunk in upload.chunks():
                said.update(chunk)
            upload.seek(0)
    else:
        said.update(request.body)
    return DigestedKey(key, said.hexdigest())
