# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""Contains all the data models used in inputs/outputs"""

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
from .file_download_link import FileDownloadLink
from .file_download_link_list import FileDownloadLinkList
from .file_download_request import FileDownloadRequest
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
from .function_metadata import FunctionMetadata
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
    "FileDownloadLink",
    "FileDownloadLinkList",
    "FileDownloadRequest",
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
    "FunctionMetadata",
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
