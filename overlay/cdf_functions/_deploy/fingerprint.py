"""How a function says what it was deployed from, so that the same again is known. Pure.

Its metadata gets two digests, of the code and of the settings. Whoever may read functions sees them, and the second
covers secrets; so secrets enter it through scrypt, which makes it slow to try out guesses.
"""

import hashlib
import json

from cdf_functions._checks import rule
from cdf_functions._resources.functions import FAILED, FunctionFields
from cdf_functions_api import models

KEY = "cdf-functions/deployed"
CONFIDENTIAL = ("secrets", "indexUrl", "extraIndexUrls")


def mark(write: models.FunctionWrite, code: str) -> str:
    """The mark of a function to create, which has an external id; it is put into its metadata, too.

    ``code`` is anything that is the same for the same code.
    """
    settings = {name: value for name, value in write.to_dict().items() if value and name != "fileId"}
    metadata = {name: value for name, value in settings.pop("metadata", {}).items() if name != KEY}
    most: int = rule("FunctionWrite", "metadata")["maxProperties"]
    if len(metadata) >= most:
        raise ValueError(
            f"metadata: expected fewer than {most} entries where there is an external_id, for {KEY} is added"
        )
    hidden = {name: settings.pop(name) for name in CONFIDENTIAL if name in settings}
    slow = (
        hashlib.scrypt(_canonical(hidden), salt=str(write.external_id).encode(), n=2**14, r=8, p=1) if hidden else b""
    )
    made = f"{_digest(code.encode())} {_digest(_canonical([settings, metadata]) + slow)}"
    write.metadata = models.FunctionMetadata.from_dict({**metadata, KEY: made})
    return made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def difference(made: str, existing: FunctionFields) -> str:
    """Why a function is not the one that a mark belongs to; empty if it is."""
    if existing.status == FAILED:
        return "its deployment failed"
    marks = dict(zip(("code", "settings"), existing.metadata.get(KEY, "").split(), strict=False))
    if not marks:
        return "it was deployed by other means"
    different = [name for name, own in zip(marks, made.split(), strict=False) if marks[name] != own]
    return f"it has other {' and '.join(different)}" if different else ""
