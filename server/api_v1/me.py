"""`GET /api/v1/me`"""

from schemas.api_v1.account import Me
from server.http.calls import Call


async def me(call: Call) -> Me:
    """Whose key it is, and what it may do."""
    assert call.key is not None
    registry = call.app.registry
    account = registry.accounts.by_id(call.account_id)
    assert account is not None, "a key belongs to an account"
    sites = registry.sites.of_account(account.id)
    return Me.of(account, len(sites), call.key, registry.keys.last_used_at(call.key))
