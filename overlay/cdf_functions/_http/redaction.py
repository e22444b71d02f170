"""Cutting secrets out of other people's words. Pure."""

import re

CUT = "***"
SHORTEST = 4  # characters that a secret has at least; shorter ones would tear holes into words

_NAMES = r"[\w-]*(?:secret|assertion|token|password|nonce|uploadurl|api[_-]?key)[\w-]*"
_FIELD = rf"""(?i)(["']{_NAMES}\\?["']\s*:\s*)(?:"[^"]*"?|'[^']*'?|\[[^\]]*\]?)"""
_FORM = rf"(?i)\b({_NAMES}=)[^\s&\"']+"
_BEARER = r"(?i)\b(bearer\s+)[\w.~+/-]{8,}=*"
_QUERY = r"""(?i)(https?://[^\s"'<>?]+\?)[^\s"'<>]+"""
_JWT = r"\beyJ[\w-]{6,}(?:\.[\w-]+)*"


def redacted(text: str, *secrets: object) -> str:
    """A text without these secrets, and without what looks like the value of one."""
    for secret in secrets:
        if isinstance(secret, str) and len(secret) >= SHORTEST:
            text = text.replace(secret, CUT)
    text = re.sub(_FIELD, rf'\1"{CUT}"', text)
    text = re.sub(_FORM, rf"\1{CUT}", text)
    text = re.sub(_QUERY, rf"\1{CUT}", text)
    text = re.sub(_BEARER, rf"\1{CUT}", text)
    return re.sub(_JWT, CUT, text)
