"""What counts as asking from the machine itself."""

from __future__ import annotations

from django.test import RequestFactory, override_settings

from lilith.accounts.demonstration import is_local_request


@override_settings(DEMO=True)
def test_a_request_without_a_peer_or_a_host_is_judged_too():
    assert not is_local_request(None)
    request = RequestFactory().get("/")
    request.META.pop("HTTP_HOST", None)
    request.META["SERVER_NAME"] = "lilith.exemple"
    assert not is_local_request(request)
