# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The operations: the ``OPERATION`` of each operation's module, by the name of that module."""

from .api.functions.activate_functions import OPERATION as activate_functions
from .api.calls.call_function import OPERATION as call_function
from .api.functions.create_function import OPERATION as create_function
from .api.schedules.create_schedule import OPERATION as create_schedule
from .api.sessions.create_session import OPERATION as create_session
from .api.files.delete_files import OPERATION as delete_files
from .api.functions.delete_functions import OPERATION as delete_functions
from .api.schedules.delete_schedules import OPERATION as delete_schedules
from .api.calls.filter_calls import OPERATION as filter_calls
from .api.functions.filter_functions import OPERATION as filter_functions
from .api.schedules.filter_schedules import OPERATION as filter_schedules
from .api.functions.get_activation_status import OPERATION as get_activation_status
from .api.calls.get_call import OPERATION as get_call
from .api.calls.get_call_logs import OPERATION as get_call_logs
from .api.calls.get_call_response import OPERATION as get_call_response
from .api.calls.get_calls_by_ids import OPERATION as get_calls_by_ids
from .api.files.get_file import OPERATION as get_file
from .api.files.get_file_download_links import OPERATION as get_file_download_links
from .api.files.get_files_by_ids import OPERATION as get_files_by_ids
from .api.functions.get_function import OPERATION as get_function
from .api.functions.get_functions_by_ids import OPERATION as get_functions_by_ids
from .api.functions.get_functions_limits import OPERATION as get_functions_limits
from .api.schedules.get_schedule import OPERATION as get_schedule
from .api.schedules.get_schedule_input_data import OPERATION as get_schedule_input_data
from .api.schedules.get_schedules_by_ids import OPERATION as get_schedules_by_ids
from .api.sessions.get_sessions_by_ids import OPERATION as get_sessions_by_ids
from .api.files.init_file_upload import OPERATION as init_file_upload
from .api.token.inspect_token import OPERATION as inspect_token
from .api.calls.list_calls import OPERATION as list_calls
from .api.functions.list_functions import OPERATION as list_functions
from .api.schedules.list_schedules import OPERATION as list_schedules
from .api.sessions.list_sessions import OPERATION as list_sessions
from .api.sessions.revoke_sessions import OPERATION as revoke_sessions
from .api.files.upload_file_content import OPERATION as upload_file_content

__all__ = (
    "activate_functions",
    "call_function",
    "create_function",
    "create_schedule",
    "create_session",
    "delete_files",
    "delete_functions",
    "delete_schedules",
    "filter_calls",
    "filter_functions",
    "filter_schedules",
    "get_activation_status",
    "get_call",
    "get_call_logs",
    "get_call_response",
    "get_calls_by_ids",
    "get_file",
    "get_file_download_links",
    "get_files_by_ids",
    "get_function",
    "get_functions_by_ids",
    "get_functions_limits",
    "get_schedule",
    "get_schedule_input_data",
    "get_schedules_by_ids",
    "get_sessions_by_ids",
    "init_file_upload",
    "inspect_token",
    "list_calls",
    "list_functions",
    "list_schedules",
    "list_sessions",
    "revoke_sessions",
    "upload_file_content",
)
