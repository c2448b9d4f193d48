"""The page of tokens: the secret is shown once, one sees one's own, a revoked token is dead."""

import re

from guanjia.engine.access.rowscope import acting_as
from guanjia.engine.api.actions import create_token
from guanjia.engine.api.models import ApiToken


def test_a_token_is_made_shown_once_and_revoked(client, cast):
    client.force_login(cast.admin)
    given = {"staff": cast.desk.pk, "name": "门禁系统", "scopes": ["cases:read"]}
    page = client.post("/settings/tokens/new/", given)
    secret = re.search(r'value="(gj_[^"]+)"', page.text)[1]
    assert secret not in client.get("/settings/tokens/").text
    token = ApiToken.objects.get(name="门禁系统")
    assert client.get("/api/v1/cases", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    client.force_login(cast.admin)
    assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 302
    assert client.get("/api/v1/cases", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_one_sees_ones_own_only(client, cast, now):
    with acting_as(cast.admin):
        create_token(actor=cast.admin, now=now, staff=cast.desk, name="我的", scopes=["cases:read"])
        other, _secret = create_token(
            actor=cast.admin, now=now, staff=cast.agent, name="别人的", scopes=["cases:read"]
        )
    client.force_login(cast.desk)
    page = client.get("/settings/tokens/").text
    assert "我的" in page and "别人的" not in page
    assert client.post(f"/settings/tokens/{other.pk}/revoke/").status_code == 404
    assert client.get("/settings/tokens/new/").status_code == 403


def test_without_scopes_no_token(client, cast):
    client.force_login(cast.admin)
    page = client.post("/settings/tokens/new/", {"staff": cast.desk.pk, "name": "空"})
    assert page.status_code == 422 and not ApiToken.objects.exists()
