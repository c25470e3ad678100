"""A small identity service on the machine itself: real HTTP, tokens signed with a real key. It approves whom the test says."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class IdentityService:
    """What it will answer can be changed before each step."""

    person: dict[str, Any] = field(default_factory=lambda: {"sub": "p-1", "email": "pro@exemple.fr", "email_verified": True})
    acr: str = "eidas1"
    nonce: str = ""
    signs_userinfo: bool = True
    token_key: Any = KEY
    userinfo_key: Any = KEY
    algorithm: str = "RS256"
    userinfo_sub: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> IdentityService:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service._answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                service._answer(self, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _claims(self, **more: Any) -> dict[str, Any]:
        return {"iss": self.url, "aud": "lilith", "iat": int(time.time()), "exp": int(time.time()) + 60, **more}

    def _sign(self, claims: dict[str, Any], key: Any) -> str:
        key = "x" * 40 if self.algorithm.startswith("HS") else key
        return jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "k1"})

    def _answer(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        kind, status, body = "application/json", 200, ""
        if handler.path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo", "end_session")
            places = {f"{name}_endpoint": f"{self.url}/{name}" for name in names}
            body = json.dumps({"issuer": self.url, "jwks_uri": f"{self.url}/jwks", **places})
        elif handler.path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            body = json.dumps({"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        elif handler.path == "/token":
            self.asked.append(form)
            good = (form.get("client_id"), form.get("client_secret"), form.get("code")) == ("lilith", "le secret", "bon")
            status = 200 if good else 400
            identity = self._claims(sub=self.person["sub"], nonce=self.nonce, acr=self.acr)
            token = self._sign(identity, self.token_key)
            body = json.dumps(
                {"access_token": "a", "token_type": "Bearer", "id_token": token} if good else {"error": "invalid_grant"}
            )
        elif handler.path == "/userinfo":
            claims = {**self.person, "sub": self.userinfo_sub or self.person["sub"]}
            body = json.dumps(claims)
            if self.signs_userinfo:
                kind, body = "application/jwt", self._sign(self._claims(**claims), self.userinfo_key)
        else:
            status = 404
        handler.send_response(status)
        handler.send_header("content-type", kind)
        handler.end_headers()
        handler.wfile.write(body.encode())
