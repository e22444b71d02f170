"""Secrets are cut out of the words of others, and the words stay."""

import pytest

from cdf_functions._http.redaction import redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the hush-hush is wrong", "the *** is wrong"),
        ('{"client_secret": "abc", "error": "no"}', '{"client_secret": "***", "error": "no"}'),
        ("{'access_token': 'abc'}", "{'access_token': \"***\"}"),
        ('{"nonce": "abc', '{"nonce": "***"'),
        ("grant_type=x&client_assertion=abc&scope=y", "grant_type=x&client_assertion=***&scope=y"),
        ('{"uploadUrl": ["https://a/b?sig=abc", "c"], "id": 1}', '{"uploadUrl": "***", "id": 1}'),
        ('{"uploadUrl": {"at": "https://a/b?sig=abc"}}', '{"uploadUrl": {"at": "https://a/b?***"}}'),
        ("sent Bearer abcdefghij", "sent Bearer ***"),
        ("got eyJhbGciOi.eyJpc3Mi.c2ln here", "got *** here"),
        ("invalid_token: The token has expired", "invalid_token: The token has expired"),
    ],
)
def test_redacted(text: str, expected: str) -> None:
    """What looks like the value of a secret goes, with or without being known."""
    assert redacted(text, "hush-hush", None, "") == expected
