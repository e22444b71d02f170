"""Bearer tokens: who gets one, whose it is, and until when."""

import secrets
from dataclasses import dataclass

from ..errors import JsonObject, OAuthError, unauthorized
from ..settings import DEFAULT_PROJECT, Settings
from ..store import Store

LIFETIME_S = 3600

ACLS: dict[str, list[str]] = {
    "functionsAcl": ["READ", "WRITE", "RUN"],
    "sessionsAcl": ["LIST", "CREATE", "DELETE"],
    "filesAcl": ["READ", "WRITE"],
    "datasetsAcl": ["READ", "WRITE", "OWNER"],
    "projectsAcl": ["LIST", "READ"],
    "groupsAcl": ["LIST", "READ"],
}


@dataclass(frozen=True)
class Caller:
    """Whoever sent the bearer token of a request."""

    subject: str
    #: The call whose handler was given the token, while it runs.
    call_id: int | None = None


class Tokens:
    """Issues tokens and recognises them; others are taken as they are unless ``strict_auth`` is set."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._calls: dict[str, int] = {}
        self._used = {DEFAULT_PROJECT}

    def grant(self, form: dict[str, str]) -> JsonObject:
        """Answer a client-credentials request."""
        if form.get("grant_type") != "client_credentials":
            raise OAuthError(400, "unsupported_grant_type", "grant_type: expected client_credentials")
        for name in ("client_id", "client_secret"):
            if not form.get(name):
                raise OAuthError(400, "invalid_request", f"{name}: expected a value, got nothing")
        if not known_client(self._settings, form["client_id"], form["client_secret"]):
            raise OAuthError(401, "invalid_client", "client_id and client_secret are not those of a known client")
        return {"access_token": self.issue(form["client_id"]), "token_type": "Bearer", "expires_in": LIFETIME_S}

    def issue(self, subject: str) -> str:
        """A new token, opaque, good for an hour."""
        token = secrets.token_urlsafe(32)
        expires = self._settings.clock.now_ms() + LIFETIME_S * 1000
        self._store.insert("tokens", {"token": token, "subject": subject, "expires": expires})
        return token

    def issue_to_call(self, call_id: int, session_id: int) -> str:
        """A token for the handler of a call, by which requests of that handler are known until ``call_ended``."""
        token = self.issue(f"session {session_id}")
        self._calls[token] = call_id
        return token

    def call_ended(self, token: str) -> None:
        """From now on requests with the token are nobody's in particular."""
        self._calls.pop(token, None)

    def authenticate(self, authorization: str | None) -> Caller:
        """The caller behind an Authorization header."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise unauthorized("expected the header 'Authorization: Bearer <token>'")
        token = token.strip()
        issued = self._store.first("tokens", ("token", "=", token))
        if issued is None:
            if self._settings.strict_auth:
                raise unauthorized("the token was not issued by this emulator")
            return Caller("unknown bearer")
        if issued["expires"] <= self._settings.clock.now_ms():
            raise unauthorized("the token has expired")
        return Caller(issued["subject"], self._calls.get(token))

    def use(self, project: str) -> None:
        """A request was sent to this project."""
        self._used.add(project)

    def profile(self, caller: Caller) -> JsonObject:
        """The user behind a token: the same one to everybody."""
        return {"userIdentifier": caller.subject, "displayName": caller.subject, "lastUpdatedTime": 0}

    def inspect(self, caller: Caller) -> JsonObject:
        """What the token allows, which is everything in every project; listed are those that are used."""
        projects = sorted({*self._used, *self._store.projects()})
        return {
            "subject": caller.subject,
            "projects": [{"projectUrlName": project, "groups": []} for project in projects],
            "capabilities": [
                {acl: {"actions": actions, "scope": {"all": {}}}, "projectScope": {"allProjects": {}}}
                for acl, actions in ACLS.items()
            ],
        }


def known_client(settings: Settings, client_id: str, client_secret: str) -> bool:
    """Whether the pair may have a token: any may, unless the emulator was told which one."""
    if not settings.checks_clients:
        return True
    expected = settings.known_client_secret.encode()
    return client_id == settings.known_client_id and secrets.compare_digest(client_secret.encode(), expected)
