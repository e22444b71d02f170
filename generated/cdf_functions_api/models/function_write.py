# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="FunctionWrite")


@_attrs_define(repr=False, eq=False)
class FunctionWrite(_Model):
    """A function to create. There is no update: delete and create again.

    Attributes:
        name (str): Display name, set by the caller. Required; 1 to 140 characters.
        file_id (int): The zip archive with the code, an id in the Files service. Wait for its uploaded to turn true
            before creating the function. Required; 1 to 9007199254740991.
        external_id (str | Unset): The caller's own identifier, unique among the functions of the project. 1 to 255
            characters.
        owner (str | Unset): Who answers for the function; free text from the caller. 1 to 128 characters.
        description (str | Unset): What the function is for; free text from the caller. 1 to 500 characters.
        metadata (FunctionMetadata | Unset): Custom tags from the caller: names up to 32 characters, values up to 512,
            at most 16 pairs, 4096 bytes in all (an SDK docstring says 512). At most 16 names.
        secrets (Secrets | Unset): Secrets handed to the handler. Sent in clear, never shown again. At most 30 names.
        function_path (str | Unset): POSIX path inside the archive of the file that defines handle. The service takes
            handler.py when absent. 1 to 500 characters.
        env_vars (EnvVars | Unset): Environment variables the code sees. At most 100 names.
        cpu (float | Unset): CPU cores of one call, in cores. The range and the value taken when absent come from
            getFunctionsLimits; where a cloud offers one size, the service overrides the value. More than 0.
        memory (float | Unset): Memory of one call, in GB. The range and the value taken when absent come from
            getFunctionsLimits; where a cloud offers one size, the service overrides the value. More than 0.
        runtime (str | Unset): Python series the code runs on. A plain string because the list moves with every Python
            release; getFunctionsLimits names the present one. The service chooses when absent. Expected: py3 and the minor
            version, such as py311.
        index_url (str | Unset): Package index pip uses instead of its usual one while building; may hold credentials
            and is never shown again. At least 1 character.
        extra_index_urls (list[str] | Unset): Package indexes pip uses besides; may hold credentials and are never shown
            again.
    """

    name: str
    file_id: int
    external_id: str | Unset = UNSET
    owner: str | Unset = UNSET
    description: str | Unset = UNSET
    metadata: FunctionMetadata | Unset = UNSET
    secrets: Secrets | Unset = UNSET
    function_path: str | Unset = UNSET
    env_vars: EnvVars | Unset = UNSET
    cpu: float | Unset = UNSET
    memory: float | Unset = UNSET
    runtime: str | Unset = UNSET
    index_url: str | Unset = _attrs_field(default=UNSET, repr=False, eq=False)
    extra_index_urls: list[str] | Unset = _attrs_field(default=UNSET, repr=False, eq=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        file_id = self.file_id

        external_id = self.external_id

        owner = self.owner

        description = self.description

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        secrets: dict[str, Any] | Unset = UNSET
        if not isinstance(self.secrets, Unset):
            secrets = self.secrets.to_dict()

        function_path = self.function_path

        env_vars: dict[str, Any] | Unset = UNSET
        if not isinstance(self.env_vars, Unset):
            env_vars = self.env_vars.to_dict()

        cpu = self.cpu

        memory = self.memory

        runtime = self.runtime

        index_url = self.index_url

        extra_index_urls: list[str] | Unset = UNSET
        if not isinstance(self.extra_index_urls, Unset):
            extra_index_urls = self.extra_index_urls

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "fileId": file_id,
            }
        )
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if owner is not UNSET:
            field_dict["owner"] = owner
        if description is not UNSET:
            field_dict["description"] = description
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if secrets is not UNSET:
            field_dict["secrets"] = secrets
        if function_path is not UNSET:
            field_dict["functionPath"] = function_path
        if env_vars is not UNSET:
            field_dict["envVars"] = env_vars
        if cpu is not UNSET:
            field_dict["cpu"] = cpu
        if memory is not UNSET:
            field_dict["memory"] = memory
        if runtime is not UNSET:
            field_dict["runtime"] = runtime
        if index_url is not UNSET:
            field_dict["indexUrl"] = index_url
        if extra_index_urls is not UNSET:
            field_dict["extraIndexUrls"] = extra_index_urls

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        name = d.pop("name")

        file_id = d.pop("fileId")

        external_id = d.pop("externalId", UNSET)

        owner = d.pop("owner", UNSET)

        description = d.pop("description", UNSET)

        _metadata = d.pop("metadata", UNSET)
        metadata: FunctionMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = FunctionMetadata.from_dict(_metadata)

        _secrets = d.pop("secrets", UNSET)
        secrets: Secrets | Unset
        if isinstance(_secrets, Unset):
            secrets = UNSET
        else:
            secrets = Secrets.from_dict(_secrets)

        function_path = d.pop("functionPath", UNSET)

        _env_vars = d.pop("envVars", UNSET)
        env_vars: EnvVars | Unset
        if isinstance(_env_vars, Unset):
            env_vars = UNSET
        else:
            env_vars = EnvVars.from_dict(_env_vars)

        cpu = d.pop("cpu", UNSET)

        memory = d.pop("memory", UNSET)

        runtime = d.pop("runtime", UNSET)

        index_url = d.pop("indexUrl", UNSET)

        extra_index_urls = cast(list[str], d.pop("extraIndexUrls", UNSET))

        function_write = cls(
            name,
            file_id,
            external_id,
            owner,
            description,
            metadata,
            secrets,
            function_path,
            env_vars,
            cpu,
            memory,
            runtime,
            index_url,
            extra_index_urls,
        )

        function_write.additional_properties = d
        return function_write

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: object) -> bool:
        return key in self.additional_properties


from ..models.env_vars import EnvVars  # noqa: E402
from ..models.function_metadata import FunctionMetadata  # noqa: E402
from ..models.secrets import Secrets  # noqa: E402
