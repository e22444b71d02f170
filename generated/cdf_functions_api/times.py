# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""The attributes of the models that are times, in milliseconds since the epoch.

To the models they are plain numbers; whoever wants datetimes looks here.
"""

from typing import Final

EPOCH_MS: Final[dict[str, frozenset[str]]] = {
    "CallLogEntry": frozenset(["timestamp"]),
    "FileMetadata": frozenset(["created_time", "last_updated_time", "source_created_time", "source_modified_time", "uploaded_time"]),
    "FileUpload": frozenset(["created_time", "last_updated_time", "source_created_time", "source_modified_time", "uploaded_time"]),
    "FileWrite": frozenset(["source_created_time", "source_modified_time"]),
    "Function": frozenset(["created_time", "last_called"]),
    "FunctionCall": frozenset(["end_time", "scheduled_time", "start_time"]),
    "FunctionSchedule": frozenset(["created_time"]),
    "Session": frozenset(["creation_time", "expiration_time"]),
    "TimestampRange": frozenset(["max_", "min_"]),
}
"""Name of a model -> its attributes that are times."""
