# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The data models, each loaded when it is first asked for.

An operation needs two or three of them; loading all costs more than the rest of the package together.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .activation_state import ActivationState
    from .activation_status import ActivationStatus
    from .call_error import CallError
    from .call_filter import CallFilter
    from .call_filter_request import CallFilterRequest
    from .call_log_entry import CallLogEntry
    from .call_logs import CallLogs
    from .call_references import CallReferences
    from .call_request import CallRequest
    from .call_response import CallResponse
    from .call_status import CallStatus
    from .capability import Capability
    from .client_credentials_session import ClientCredentialsSession
    from .created_session import CreatedSession
    from .created_session_list import CreatedSessionList
    from .empty_object import EmptyObject
    from .env_vars import EnvVars
    from .error_body import ErrorBody
    from .error_envelope import ErrorEnvelope
    from .external_id_reference import ExternalIdReference
    from .file_delete_request import FileDeleteRequest
    from .file_metadata import FileMetadata
    from .file_metadata_list import FileMetadataList
    from .file_references import FileReferences
    from .file_upload import FileUpload
    from .file_write import FileWrite
    from .function import Function
    from .function_call import FunctionCall
    from .function_call_list import FunctionCallList
    from .function_create_request import FunctionCreateRequest
    from .function_error import FunctionError
    from .function_filter import FunctionFilter
    from .function_filter_request import FunctionFilterRequest
    from .function_list import FunctionList
    from .function_references import FunctionReferences
    from .function_schedule import FunctionSchedule
    from .function_schedule_list import FunctionScheduleList
    from .function_status import FunctionStatus
    from .function_type import FunctionType
    from .function_write import FunctionWrite
    from .functions_limits import FunctionsLimits
    from .id_reference import IdReference
    from .json_object import JsonObject
    from .metadata import Metadata
    from .oneshot_session import OneshotSession
    from .project_access import ProjectAccess
    from .resource_range import ResourceRange
    from .schedule_create_request import ScheduleCreateRequest
    from .schedule_delete_request import ScheduleDeleteRequest
    from .schedule_filter import ScheduleFilter
    from .schedule_filter_request import ScheduleFilterRequest
    from .schedule_input_data import ScheduleInputData
    from .schedule_references import ScheduleReferences
    from .schedule_write import ScheduleWrite
    from .secrets import Secrets
    from .session import Session
    from .session_create_request import SessionCreateRequest
    from .session_list import SessionList
    from .session_references import SessionReferences
    from .session_revoke_request import SessionRevokeRequest
    from .session_status import SessionStatus
    from .session_type import SessionType
    from .timestamp_range import TimestampRange
    from .token_exchange_session import TokenExchangeSession
    from .token_inspection import TokenInspection

_MODULES = {
    "ActivationState": ".activation_state",
    "ActivationStatus": ".activation_status",
    "CallError": ".call_error",
    "CallFilter": ".call_filter",
    "CallFilterRequest": ".call_filter_request",
    "CallLogEntry": ".call_log_entry",
    "CallLogs": ".call_logs",
    "CallReferences": ".call_references",
    "CallRequest": ".call_request",
    "CallResponse": ".call_response",
    "CallStatus": ".call_status",
    "Capability": ".capability",
    "ClientCredentialsSession": ".client_credentials_session",
    "CreatedSession": ".created_session",
    "CreatedSessionList": ".created_session_list",
    "EmptyObject": ".empty_object",
    "EnvVars": ".env_vars",
    "ErrorBody": ".error_body",
    "ErrorEnvelope": ".error_envelope",
    "ExternalIdReference": ".external_id_reference",
    "FileDeleteRequest": ".file_delete_request",
    "FileMetadata": ".file_metadata",
    "FileMetadataList": ".file_metadata_list",
    "FileReferences": ".file_references",
    "FileUpload": ".file_upload",
    "FileWrite": ".file_write",
    "Function": ".function",
    "FunctionCall": ".function_call",
    "FunctionCallList": ".function_call_list",
    "FunctionCreateRequest": ".function_create_request",
    "FunctionError": ".function_error",
    "FunctionFilter": ".function_filter",
    "FunctionFilterRequest": ".function_filter_request",
    "FunctionList": ".function_list",
    "FunctionReferences": ".function_references",
    "FunctionSchedule": ".function_schedule",
    "FunctionScheduleList": ".function_schedule_list",
    "FunctionStatus": ".function_status",
    "FunctionType": ".function_type",
    "FunctionWrite": ".function_write",
    "FunctionsLimits": ".functions_limits",
    "IdReference": ".id_reference",
    "JsonObject": ".json_object",
    "Metadata": ".metadata",
    "OneshotSession": ".oneshot_session",
    "ProjectAccess": ".project_access",
    "ResourceRange": ".resource_range",
    "ScheduleCreateRequest": ".schedule_create_request",
    "ScheduleDeleteRequest": ".schedule_delete_request",
    "ScheduleFilter": ".schedule_filter",
    "ScheduleFilterRequest": ".schedule_filter_request",
    "ScheduleInputData": ".schedule_input_data",
    "ScheduleReferences": ".schedule_references",
    "ScheduleWrite": ".schedule_write",
    "Secrets": ".secrets",
    "Session": ".session",
    "SessionCreateRequest": ".session_create_request",
    "SessionList": ".session_list",
    "SessionReferences": ".session_references",
    "SessionRevokeRequest": ".session_revoke_request",
    "SessionStatus": ".session_status",
    "SessionType": ".session_type",
    "TimestampRange": ".timestamp_range",
    "TokenExchangeSession": ".token_exchange_session",
    "TokenInspection": ".token_inspection",
}

__all__ = (
    "ActivationState",
    "ActivationStatus",
    "CallError",
    "CallFilter",
    "CallFilterRequest",
    "CallLogEntry",
    "CallLogs",
    "CallReferences",
    "CallRequest",
    "CallResponse",
    "CallStatus",
    "Capability",
    "ClientCredentialsSession",
    "CreatedSession",
    "CreatedSessionList",
    "EmptyObject",
    "EnvVars",
    "ErrorBody",
    "ErrorEnvelope",
    "ExternalIdReference",
    "FileDeleteRequest",
    "FileMetadata",
    "FileMetadataList",
    "FileReferences",
    "FileUpload",
    "FileWrite",
    "Function",
    "FunctionCall",
    "FunctionCallList",
    "FunctionCreateRequest",
    "FunctionError",
    "FunctionFilter",
    "FunctionFilterRequest",
    "FunctionList",
    "FunctionReferences",
    "FunctionSchedule",
    "FunctionScheduleList",
    "FunctionsLimits",
    "FunctionStatus",
    "FunctionType",
    "FunctionWrite",
    "IdReference",
    "JsonObject",
    "Metadata",
    "OneshotSession",
    "ProjectAccess",
    "ResourceRange",
    "ScheduleCreateRequest",
    "ScheduleDeleteRequest",
    "ScheduleFilter",
    "ScheduleFilterRequest",
    "ScheduleInputData",
    "ScheduleReferences",
    "ScheduleWrite",
    "Secrets",
    "Session",
    "SessionCreateRequest",
    "SessionList",
    "SessionReferences",
    "SessionRevokeRequest",
    "SessionStatus",
    "SessionType",
    "TimestampRange",
    "TokenExchangeSession",
    "TokenInspection",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    model: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = model
    return model


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
