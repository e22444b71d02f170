"""How a function says what it was deployed from, so that the same again is known. Pure.

Its metadata gets two digests, of the code and of the settings. Anyone who may read functions can test guesses against
them, so they cover nothing secret: the names of secrets, and index addresses without user and query. A caller who wants
a change of secrets to count gives them a version.
"""

import hashlib
import json
from copy import copy
from typing import Any

from cdf_functions._addresses import shown
from cdf_functions._checks import rule
from cdf_functions._resources.functions import FAILED, FunctionFields
from cdf_functions_api import models

KEY = "cdf-functions/deployed"
FORM = "2"
"""Stands in a mark after the digests; those of earlier versions, whose digest of settings covers secrets, have none."""
CONFIDENTIAL = ("secrets", "indexUrl", "extraIndexUrls")


class Mark:
    """What a function to create is made of.

    Attributes:
        text: what its metadata says
    """

    def __init__(self, external_id: str, code: str, settings: dict[str, Any], secrets_version: str | None) -> None:
        self._external_id = external_id
        self._hidden = {name: settings[name] for name in CONFIDENTIAL if name in settings}
        self._metadata: object = settings.get("metadata", {})
        self._plain = {name: settings[name] for name in settings if name not in ("metadata", *CONFIDENTIAL)}
        visible: dict[str, object] = {**self._plain}
        if "secrets" in settings:
            visible["secrets"] = sorted(settings["secrets"])
        if "indexUrl" in settings:
            visible["indexUrl"] = shown(settings["indexUrl"])
        if "extraIndexUrls" in settings:
            visible["extraIndexUrls"] = [shown(url) for url in settings["extraIndexUrls"]]
        if secrets_version is not None:
            visible["secretsVersion"] = secrets_version
        self._code = _digest(code.encode())
        self._settings = _digest(_canonical([visible, self._metadata]))
        self.text = f"{self._code} {self._settings} {FORM}"

    def differences(self, text: str) -> list[str]:
        """What the mark of a function has otherwise: code, settings, or both."""
        parts = text.split()
        own = self._settings if FORM in parts[2:] else self._earlier()
        code, settings = [*parts, "", ""][:2]
        return [name for name, same in (("code", code == self._code), ("settings", settings == own)) if not same]

    def _earlier(self) -> str:
        """The digest of the settings as earlier versions made it, with secrets in it; to compare, never to keep."""
        slow = b""
        if self._hidden:
            slow = hashlib.scrypt(_canonical(self._hidden), salt=self._external_id.encode(), n=2**14, r=8, p=1)
        return _digest(_canonical([self._plain, self._metadata]) + slow)


def mark(write: models.FunctionWrite, code: str, secrets_version: str | None = None) -> Mark:
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
    made = Mark(str(write.external_id), code, {**settings, "metadata": metadata}, secrets_version)
    write.metadata = models.FunctionMetadata.from_dict({**metadata, KEY: made.text})
    return made


def labelled(write: models.FunctionWrite, word: str) -> models.FunctionWrite:
    """The same function to create, its mark followed by a word that says what it is there for."""
    assert isinstance(write.metadata, models.FunctionMetadata)
    metadata = dict(write.metadata.additional_properties)
    metadata[KEY] = f"{metadata[KEY]} {word}"
    changed = copy(write)
    changed.metadata = models.FunctionMetadata.from_dict(metadata)
    return changed


def is_labelled(function: FunctionFields, word: str) -> bool:
    """Whether its mark has such a word."""
    return word in function.metadata.get(KEY, "").split()[2:]


def has_own_archive(function: FunctionFields) -> bool:
    """Whether its archive was packed for it; not so that of a file id which its caller brought, or by other means."""
    code = function.metadata.get(KEY, "").split()[:1]
    return bool(code) and code != [_digest(of_file(function.file_id).encode())]


def of_file(file_id: int | None) -> str:
    """What stands for the code of a file that is in Files already."""
    return f"file {file_id}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def difference(made: Mark, existing: FunctionFields) -> str:
    """Why a function is not the one that a mark belongs to; empty if it is."""
    if existing.status == FAILED:
        return "its deployment failed"
    text = existing.metadata.get(KEY, "")
    if not text.strip():
        return "it was deployed by other means"
    different = made.differences(text)
    return f"it has other {' and '.join(different)}" if different else ""
