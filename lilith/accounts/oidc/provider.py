"""allauth's OpenID Connect, with what ProConnect and Pro Santé Connect ask for: see ADR 0020."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from requests import RequestException

NONCE = "oidc_nonce"
ID_TOKEN = "oidc_id_token"  # noqa: S105 - the name of a place in the session
# Keys that sign with a shared secret, or not at all, prove nothing about who signed.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")


class OidcAdapter(OpenIDConnectOAuth2Adapter):
    """Checks every signature, the nonce and the level of assurance; reads who the person is, be it JSON or a signed JWT."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        raw = kwargs["response"].get("id_token")
        if not raw:
            raise OAuth2Error("no id_token")
        identity = self._verified(raw, app, audience=app.client_id)
        nonce = request.session.pop(NONCE, "")
        if not nonce or not constant_time_compare(str(identity.get("nonce", "")), nonce):
            raise OAuth2Error("wrong nonce")
        levels = app.settings.get("acr_values", "").split()
        if levels and identity.get("acr") not in levels:
            raise OAuth2Error("level of assurance too low")
        person = self._who(token.token, app)
        if not identity.get("sub") or person.get("sub") != identity["sub"]:
            raise OAuth2Error("two different people")
        request.session[ID_TOKEN] = [app.provider_id, raw]
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person, "id_token": identity})

    def _who(self, access_token: str, app: SocialApp) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            response.raise_for_status()
        if response.headers.get("content-type", "").split(";")[0].strip() == "application/jwt":
            return self._verified(response.text.strip(), app, audience=app.client_id)
        try:
            found = response.json()
        except ValueError as error:
            raise OAuth2Error("userinfo cannot be read") from error
        if not isinstance(found, dict):
            raise OAuth2Error("userinfo cannot be read")
        return found

    def _verified(self, token: str, app: SocialApp, *, audience: str) -> dict[str, Any]:
        try:
            algorithm = jwtkit.jwt.get_unverified_header(token).get("alg")
            if algorithm not in ALGORITHMS:
                raise OAuth2Error("signature not accepted")
            return jwtkit.verify_and_decode(
                credential=token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=audience,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwtkit.jwt.PyJWTError, KeyError, ValueError) as error:
            raise OAuth2Error("token cannot be read") from error

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        # As declared to the service: never from the Host header.
        return settings.BASE_URL + reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})


class OidcProvider(OpenIDConnectProvider):
    """Adds a nonce and the level asked for; takes the address and nothing else of the person."""

    oauth2_adapter_class = OidcAdapter

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        # What a link adds to the question is not listened to.
        nonce = request.session[NONCE] = secrets.token_urlsafe(24)
        asked = {"nonce": nonce}
        if self.app.settings.get("acr_values"):
            asked["acr_values"] = self.app.settings["acr_values"]
        return asked

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().redirect(request, *args, **kwargs)
        except (RequestException, ValueError, KeyError) as error:
            raise ImmediateHttpResponse(render_authentication_error(request, self, exception=error)) from error

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        # The name, the number of the professional and the employer stay where they are: an account needs none of them.
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        person = data["userinfo"]
        sure = person.get("email_verified") is True or bool(self.app.settings.get("trust_email"))
        email = person.get("email")
        return [EmailAddress(email=email.lower(), verified=sure, primary=True)] if isinstance(email, str) and email else []

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"email": data["userinfo"].get("email")}


provider_classes = [OidcProvider]
