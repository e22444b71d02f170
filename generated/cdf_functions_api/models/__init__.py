# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The data models, each loaded when it is first asked for. Type checkers read the stub beside this file."""

from functools import cache as _cache
from importlib import import_module as _import_module

# one text, for that loads at once, however many there are: each name, and the module that defines it
_DEFINED = """
ActivationState .activation_state
ActivationStatus .activation_status
CallError .call_error
CallFilter .call_filter
CallFilterRequest .call_filter_request
CallLogEntry .call_log_entry
CallLogs .call_logs
CallReferences .call_references
CallRequest .call_request
CallResponse .call_response
CallStatus .call_status
Capability .capability
ClientCredentialsSession .client_credentials_session
CreatedSession .created_session
CreatedSessionList .created_session_list
EmptyObject .empty_object
EnvVars .env_vars
ErrorBody .error_body
ErrorEnvelope .error_envelope
ExternalIdReference .external_id_reference
FileDeleteRequest .file_delete_request
FileDownloadLink .file_download_link
FileDownloadLinkList .file_download_link_list
FileDownloadRequest .file_download_request
FileMetadata .file_metadata
FileMetadataList .file_metadata_list
FileReferences .file_references
FileUpload .file_upload
FileWrite .file_write
Function .function
FunctionCall .function_call
FunctionCallList .function_call_list
FunctionCreateRequest .function_create_request
FunctionError .function_error
FunctionFilter .function_filter
FunctionFilterRequest .function_filter_request
FunctionList .function_list
FunctionMetadata .function_metadata
FunctionReferences .function_references
FunctionSchedule .function_schedule
FunctionScheduleList .function_schedule_list
FunctionStatus .function_status
FunctionType .function_type
FunctionWrite .function_write
FunctionsLimits .functions_limits
IdReference .id_reference
JsonObject .json_object
Metadata .metadata
OneshotSession .oneshot_session
ProjectAccess .project_access
ResourceRange .resource_range
ScheduleCreateRequest .schedule_create_request
ScheduleDeleteRequest .schedule_delete_request
ScheduleFilter .schedule_filter
ScheduleFilterRequest .schedule_filter_request
ScheduleInputData .schedule_input_data
ScheduleReferences .schedule_references
ScheduleWrite .schedule_write
Secrets .secrets
Session .session
SessionCreateRequest .session_create_request
SessionList .session_list
SessionReferences .session_references
SessionRevokeRequest .session_revoke_request
SessionStatus .session_status
SessionType .session_type
TimestampRange .timestamp_range
TokenExchangeSession .token_exchange_session
TokenInspection .token_inspection
"""


@_cache
def _modules() -> dict[str, str]:
    return dict(row.split() for row in _DEFINED.splitlines() if row)


def __getattr__(name: str) -> object:
    if name == "__all__":
        return tuple(_modules())
    if name not in _modules():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(_import_module(_modules()[name], __package__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_modules()})
