# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The operations, each loaded when it is first asked for. Type checkers read the stub beside this file."""

from functools import cache as _cache
from importlib import import_module as _import_module

# one text, for that loads at once, however many there are: each name, and the module that defines it
_DEFINED = """
activate_functions .api.functions.activate_functions
call_function .api.calls.call_function
create_function .api.functions.create_function
create_schedule .api.schedules.create_schedule
create_session .api.sessions.create_session
delete_files .api.files.delete_files
delete_functions .api.functions.delete_functions
delete_schedules .api.schedules.delete_schedules
filter_calls .api.calls.filter_calls
filter_functions .api.functions.filter_functions
filter_schedules .api.schedules.filter_schedules
get_activation_status .api.functions.get_activation_status
get_call .api.calls.get_call
get_call_logs .api.calls.get_call_logs
get_call_response .api.calls.get_call_response
get_calls_by_ids .api.calls.get_calls_by_ids
get_file .api.files.get_file
get_file_download_links .api.files.get_file_download_links
get_files_by_ids .api.files.get_files_by_ids
get_function .api.functions.get_function
get_functions_by_ids .api.functions.get_functions_by_ids
get_functions_limits .api.functions.get_functions_limits
get_schedule .api.schedules.get_schedule
get_schedule_input_data .api.schedules.get_schedule_input_data
get_schedules_by_ids .api.schedules.get_schedules_by_ids
get_sessions_by_ids .api.sessions.get_sessions_by_ids
init_file_upload .api.files.init_file_upload
inspect_token .api.token.inspect_token
list_calls .api.calls.list_calls
list_functions .api.functions.list_functions
list_schedules .api.schedules.list_schedules
list_sessions .api.sessions.list_sessions
revoke_sessions .api.sessions.revoke_sessions
upload_file_content .api.files.upload_file_content
"""


@_cache
def _modules() -> dict[str, str]:
    return dict(row.split() for row in _DEFINED.splitlines() if row)


def __getattr__(name: str) -> object:
    if name == "__all__":
        return tuple(_modules())
    if name not in _modules():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(_import_module(_modules()[name], __package__), "OPERATION")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_modules()})
