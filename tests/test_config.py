"""The settings of a client, from arguments and from the environment."""

import pytest

from cdf_functions import AsyncClient, Client, OAuthClientCredentials, Token
from cdf_functions.config import Config, config_from_env

PLACE = {"CDF_PROJECT": "p", "CDF_CLUSTER": "westeurope-1"}
PAIR = {"IDP_CLIENT_ID": "id", "IDP_CLIENT_SECRET": "hush"}


def test_addresses() -> None:
    """A cluster, or an address with or without a slash or a path, gives the addresses of the API."""
    token = Token("t")
    assert Client(project="p", cluster="az-1", credentials=token).config.project_url == (
        "https://az-1.cognitedata.com/api/v1/projects/p"
    )
    config = Config(project="p", base_url="http://localhost:80/proxy/", credentials=token)
    assert config.project_url == "http://localhost:80/proxy/api/v1/projects/p"


@pytest.mark.parametrize("cluster", ["az-1.cognitedata.com", "AZ-1.CogniteData.com"])
def test_a_cluster_is_a_name(cluster: str) -> None:
    """The domain is added to a cluster's name, so a name that has it already is refused, and told where it belongs."""
    with pytest.raises(ValueError, match=r"cluster: .* without .cognitedata.com.*base_url"):
        Client(project="p", cluster=cluster, credentials=Token("t"))


def test_token_from_environment() -> None:
    """A token and a cluster are enough."""
    config = config_from_env({**PLACE, "CDF_TOKEN": "t"})
    assert config == Config(project="p", base_url="https://westeurope-1.cognitedata.com", credentials=Token("t"))


def test_entra_id_from_environment() -> None:
    """A tenant gives Entra ID's token endpoint, and the scope of the cluster."""
    config = config_from_env({**PLACE, **PAIR, "IDP_TENANT_ID": "t-1"})
    assert config.credentials == OAuthClientCredentials(
        "https://login.microsoftonline.com/t-1/oauth2/v2.0/token",
        "id",
        "hush",
        ["https://westeurope-1.cognitedata.com/.default"],
    )


def test_entra_id() -> None:
    """For Entra ID a tenant and a cluster are enough."""
    pair = OAuthClientCredentials.default_for_entra_id("t-1", "id", "hush", "westeurope-1")
    assert pair == config_from_env({**PLACE, **PAIR, "IDP_TENANT_ID": "t-1"}).credentials
    with pytest.raises(TypeError, match="tenant_id: expected a string, got NoneType"):
        OAuthClientCredentials.default_for_entra_id(None, "id", "s", "c")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_other_provider_from_environment() -> None:
    """A token endpoint of its own is taken as it is, with the scopes and the audience given, or none."""
    url = {"CDF_PROJECT": "p", "CDF_URL": "https://example.com/", "IDP_TOKEN_URL": "https://idp/token"}
    config = config_from_env({**url, **PAIR, "IDP_SCOPES": "a, b c", "IDP_AUDIENCE": "aud"})
    assert config.base_url == "https://example.com/"
    assert config.credentials == OAuthClientCredentials("https://idp/token", "id", "hush", ["a", "b", "c"], "aud")
    assert config_from_env({**url, **PAIR}).credentials == OAuthClientCredentials("https://idp/token", "id", "hush")


@pytest.mark.parametrize(
    ("environ", "text"),
    [
        ({}, "the environment has no CDF_CLUSTER, and no CDF_URL either"),
        ({"CDF_URL": "https://a"}, "the environment has no CDF_PROJECT"),
        (PLACE, "the environment has no IDP_CLIENT_ID, and no CDF_TOKEN either"),
        ({**PLACE, "IDP_CLIENT_ID": "id"}, "the environment has no IDP_CLIENT_SECRET"),
        ({**PLACE, **PAIR}, "the environment has no IDP_TENANT_ID, and no IDP_TOKEN_URL either"),
    ],
)
def test_missing_from_environment(environ: dict[str, str], text: str) -> None:
    """What is missing is named."""
    with pytest.raises(ValueError, match=text):
        config_from_env(environ)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_client_from_environment(kind: type[Client | AsyncClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients can be made from the process's own environment."""
    for name, value in {**PLACE, "CDF_TOKEN": "t"}.items():
        monkeypatch.setenv(name, value)
    assert kind.from_env(timeout=5, session="oneshot").config.timeout == 5
    assert repr(kind.from_env()) == f"{kind.__name__}(project='p', base_url='https://westeurope-1.cognitedata.com')"


def test_secrets_are_not_shown() -> None:
    """Neither the token nor the secret is in the repr of what holds it."""
    pair = OAuthClientCredentials("https://idp/token", "id", "hush", ["a"])
    for shown in (repr(Config(project="p", base_url="https://a", credentials=pair)), repr(pair), repr(Token("hush"))):
        assert "hush" not in shown
        assert "'***'" in shown
