"""The settings page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """A card for each thing that this person may set up."""
    return render(request, "structure/settings.html")
