# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.function_status import FunctionStatus
from ..models.function_type import FunctionType
from ..types import UNSET, Unset
from ..types import Model as _Model

T = TypeVar("T", bound="Function")


@_attrs_define(repr=False, eq=False)
class Function(_Model):
    """A deployed function, or one on its way to being deployed.

    Attributes:
        id (int | None | Unset): Identifier given by the service. 1 to 9007199254740991.
        created_time (int | None | Unset): When the function was created, in ms since the epoch; set by the service. At
            least 0.
        status (FunctionStatus | None | Unset): Where deployment stands; only a Ready function can be called. Set by the
            service.
        name (None | str | Unset): Display name, set by the caller. 1 to 140 characters.
        external_id (None | str | Unset): The caller's own identifier, unique among the functions of the project. At
            most 255 characters.
        file_id (int | None | Unset): The zip archive with the code, an id in the Files service. 1 to 9007199254740991.
        owner (None | str | Unset): Who answers for the function; free text from the caller. At most 128 characters.
        description (None | str | Unset): What the function is for; free text from the caller. At most 500 characters.
        metadata (Metadata | None | Unset): Custom tags from the caller: names up to 32 characters, values up to 512, at
            most 16 pairs, 4096 bytes in all (an SDK docstring says 512).
        secrets (None | Secrets | Unset): Secrets handed to the handler. Values come back masked. At most 30 names.
        function_path (None | str | Unset): POSIX path inside the archive of the file that defines handle. At most 500
            characters.
        env_vars (EnvVars | None | Unset): Environment variables the code sees. At most 100 names.
        cpu (float | None | Unset): CPU cores of one call, in cores.
        memory (float | None | Unset): Memory of one call, in GB.
        runtime (None | str | Unset): Python series the code runs on. A plain string because the list moves with every
            Python release; getFunctionsLimits names the present one.
        runtime_version (None | str | Unset): Exact interpreter version; set by the service once it is known.
        function_type (FunctionType | None | Unset): Kind of function; set by the service, and absent from older
            answers.
        last_called (int | None | Unset): When the function was last called, in ms since the epoch; absent if never. Set
            by the service. At least 0.
        error (FunctionError | None | Unset): Why deployment failed; only when status is Failed. Set by the service.
    """

    id: int | None | Unset = UNSET
    created_time: int | None | Unset = UNSET
    status: FunctionStatus | None | Unset = UNSET
    name: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    file_id: int | None | Unset = UNSET
    owner: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    metadata: Metadata | None | Unset = UNSET
    secrets: None | Secrets | Unset = UNSET
    function_path: None | str | Unset = UNSET
    env_vars: EnvVars | None | Unset = UNSET
    cpu: float | None | Unset = UNSET
    memory: float | None | Unset = UNSET
    runtime: None | str | Unset = UNSET
    runtime_version: None | str | Unset = UNSET
    function_type: FunctionType | None | Unset = UNSET
    last_called: int | None | Unset = UNSET
    error: FunctionError | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id: int | None | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        created_time: int | None | Unset
        if isinstance(self.created_time, Unset):
            created_time = UNSET
        else:
            created_time = self.created_time

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, FunctionStatus):
            status = self.status.value
        else:
            status = self.status

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        file_id: int | None | Unset
        if isinstance(self.file_id, Unset):
            file_id = UNSET
        else:
            file_id = self.file_id

        owner: None | str | Unset
        if isinstance(self.owner, Unset):
            owner = UNSET
        else:
            owner = self.owner

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        metadata: dict[str, Any] | None | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        elif isinstance(self.metadata, Metadata):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata

        secrets: dict[str, Any] | None | Unset
        if isinstance(self.secrets, Unset):
            secrets = UNSET
        elif isinstance(self.secrets, Secrets):
            secrets = self.secrets.to_dict()
        else:
            secrets = self.secrets

        function_path: None | str | Unset
        if isinstance(self.function_path, Unset):
            function_path = UNSET
        else:
            function_path = self.function_path

        env_vars: dict[str, Any] | None | Unset
        if isinstance(self.env_vars, Unset):
            env_vars = UNSET
        elif isinstance(self.env_vars, EnvVars):
            env_vars = self.env_vars.to_dict()
        else:
            env_vars = self.env_vars

        cpu: float | None | Unset
        if isinstance(self.cpu, Unset):
            cpu = UNSET
        else:
            cpu = self.cpu

        memory: float | None | Unset
        if isinstance(self.memory, Unset):
            memory = UNSET
        else:
            memory = self.memory

        runtime: None | str | Unset
        if isinstance(self.runtime, Unset):
            runtime = UNSET
        else:
            runtime = self.runtime

        runtime_version: None | str | Unset
        if isinstance(self.runtime_version, Unset):
            runtime_version = UNSET
        else:
            runtime_version = self.runtime_version

        function_type: None | str | Unset
        if isinstance(self.function_type, Unset):
            function_type = UNSET
        elif isinstance(self.function_type, FunctionType):
            function_type = self.function_type.value
        else:
            function_type = self.function_type

        last_called: int | None | Unset
        if isinstance(self.last_called, Unset):
            last_called = UNSET
        else:
            last_called = self.last_called

        error: dict[str, Any] | None | Unset
        if isinstance(self.error, Unset):
            error = UNSET
        elif isinstance(self.error, FunctionError):
            error = self.error.to_dict()
        else:
            error = self.error

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if created_time is not UNSET:
            field_dict["createdTime"] = created_time
        if status is not UNSET:
            field_dict["status"] = status
        if name is not UNSET:
            field_dict["name"] = name
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if file_id is not UNSET:
            field_dict["fileId"] = file_id
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
        if runtime_version is not UNSET:
            field_dict["runtimeVersion"] = runtime_version
        if function_type is not UNSET:
            field_dict["functionType"] = function_type
        if last_called is not UNSET:
            field_dict["lastCalled"] = last_called
        if error is not UNSET:
            field_dict["error"] = error

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = {**src_dict}
        id = d.pop("id", UNSET)

        created_time = d.pop("createdTime", UNSET)

        def _parse_status(data: object) -> FunctionStatus | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = FunctionStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunctionStatus | None | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        name = d.pop("name", UNSET)

        external_id = d.pop("externalId", UNSET)

        file_id = d.pop("fileId", UNSET)

        owner = d.pop("owner", UNSET)

        description = d.pop("description", UNSET)

        def _parse_metadata(data: object) -> Metadata | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = Metadata.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Metadata | None | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_secrets(data: object) -> None | Secrets | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                secrets_type_0 = Secrets.from_dict(data)

                return secrets_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Secrets | Unset, data)

        secrets = _parse_secrets(d.pop("secrets", UNSET))

        function_path = d.pop("functionPath", UNSET)

        def _parse_env_vars(data: object) -> EnvVars | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                env_vars_type_0 = EnvVars.from_dict(data)

                return env_vars_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EnvVars | None | Unset, data)

        env_vars = _parse_env_vars(d.pop("envVars", UNSET))

        cpu = d.pop("cpu", UNSET)

        memory = d.pop("memory", UNSET)

        runtime = d.pop("runtime", UNSET)

        runtime_version = d.pop("runtimeVersion", UNSET)

        def _parse_function_type(data: object) -> FunctionType | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                function_type_type_0 = FunctionType(data)

                return function_type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunctionType | None | Unset, data)

        function_type = _parse_function_type(d.pop("functionType", UNSET))

        last_called = d.pop("lastCalled", UNSET)

        def _parse_error(data: object) -> FunctionError | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = FunctionError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunctionError | None | Unset, data)

        error = _parse_error(d.pop("error", UNSET))

        function = cls(
            id,
            created_time,
            status,
            name,
            external_id,
            file_id,
            owner,
            description,
            metadata,
            secrets,
            function_path,
            env_vars,
            cpu,
            memory,
            runtime,
            runtime_version,
            function_type,
            last_called,
            error,
        )

        function.additional_properties = d
        return function

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
from ..models.function_error import FunctionError  # noqa: E402
from ..models.metadata import Metadata  # noqa: E402
from ..models.secrets import Secrets  # noqa: E402
