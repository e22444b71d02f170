# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
"""What the spec asks of all that is sent, in the words of JSON Schema. Data only."""

from typing import Any, Final

REQUESTS: Final[dict[str, dict[str, dict[str, Any]]]] = {
    "CallFilter": {
        "schedule_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        "status": {
            "type": "string",
            "x-open-enum": True,
            "enum": ["Running", "Completed", "Failed", "Timeout"],
            "model": "CallStatus",
        },
        "start_time": {"type": "object", "model": "TimestampRange"},
        "end_time": {"type": "object", "model": "TimestampRange"},
    },
    "CallFilterRequest": {
        "filter_": {"type": "object", "model": "CallFilter"},
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
    },
    "CallReferences": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {"type": "object", "model": "IdReference"},
            "required": True,
        },
        "ignore_unknown_ids": {"type": "boolean"},
    },
    "CallRequest": {
        "data": {"type": "object", "model": "JsonObject"},
        "nonce": {"type": "string", "x-confidential": True, "minLength": 1, "required": True},
    },
    "ClientCredentialsSession": {
        "client_id": {"type": "string", "minLength": 1, "required": True},
        "client_secret": {"type": "string", "x-confidential": True, "minLength": 1, "required": True},
    },
    "ExternalIdReference": {"external_id": {"type": "string", "minLength": 1, "maxLength": 255, "required": True}},
    "FileDeleteRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {"model": "FileReference"},
            "required": True,
        },
        "ignore_unknown_ids": {"type": "boolean"},
    },
    "FileDownloadRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {"model": "FileReference"},
            "required": True,
        }
    },
    "FileReferences": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {"model": "FileReference"},
            "required": True,
        },
        "ignore_unknown_ids": {"type": "boolean"},
    },
    "FileWrite": {
        "name": {"type": "string", "minLength": 1, "maxLength": 256, "required": True},
        "external_id": {"type": "string", "minLength": 1, "maxLength": 255},
        "directory": {"type": "string", "minLength": 1, "maxLength": 512},
        "source": {"type": "string", "minLength": 1, "maxLength": 128},
        "mime_type": {"type": "string", "minLength": 1, "maxLength": 256},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}, "model": "Metadata"},
        "asset_ids": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        },
        "data_set_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        "source_created_time": {"type": "integer", "minimum": 0},
        "source_modified_time": {"type": "integer", "minimum": 0},
        "security_categories": {
            "type": "array",
            "maxItems": 100,
            "items": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        },
    },
    "FunctionCreateRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "object", "model": "FunctionWrite"},
            "required": True,
        }
    },
    "FunctionFilter": {
        "name": {"type": "string", "minLength": 1, "maxLength": 140},
        "owner": {"type": "string", "minLength": 1, "maxLength": 128},
        "file_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        "status": {
            "type": "string",
            "x-open-enum": True,
            "enum": ["Queued", "Deploying", "Ready", "Failed"],
            "model": "FunctionStatus",
        },
        "external_id_prefix": {"type": "string", "minLength": 1, "maxLength": 255},
        "created_time": {"type": "object", "model": "TimestampRange"},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}, "model": "Metadata"},
    },
    "FunctionFilterRequest": {
        "filter_": {"type": "object", "model": "FunctionFilter"},
        "limit": {"type": "integer", "minimum": 1},
    },
    "FunctionReferences": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 10,
            "items": {"model": "FunctionReference"},
            "required": True,
        },
        "ignore_unknown_ids": {"type": "boolean"},
    },
    "FunctionWrite": {
        "name": {"type": "string", "minLength": 1, "maxLength": 140, "required": True},
        "external_id": {"type": "string", "minLength": 1, "maxLength": 255},
        "file_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
        "owner": {"type": "string", "minLength": 1, "maxLength": 128},
        "description": {"type": "string", "minLength": 1, "maxLength": 500},
        "metadata": {
            "type": "object",
            "maxProperties": 16,
            "additionalProperties": {"type": "string", "maxLength": 512},
            "propertyNames": {"minLength": 1, "maxLength": 32},
            "model": "FunctionMetadata",
        },
        "secrets": {
            "type": "object",
            "x-confidential": True,
            "maxProperties": 30,
            "additionalProperties": {"type": "string"},
            "propertyNames": {
                "pattern": "^(?!token$)[a-z0-9-]{1,15}$",
                "x-expected": "1 to 15 lower-case letters, digits and dashes, and not token",
            },
            "model": "Secrets",
        },
        "function_path": {"type": "string", "minLength": 1, "maxLength": 500},
        "env_vars": {
            "type": "object",
            "x-confidential": True,
            "maxProperties": 100,
            "additionalProperties": {"type": "string"},
            "propertyNames": {"pattern": "^[A-Za-z0-9_]+$", "x-expected": "letters, digits and underscores"},
            "model": "EnvVars",
        },
        "cpu": {"type": "number", "exclusiveMinimum": 0},
        "memory": {"type": "number", "exclusiveMinimum": 0},
        "runtime": {
            "type": "string",
            "pattern": "^py3[0-9]{1,2}$",
            "x-expected": "py3 and the minor version, such as py311",
        },
        "index_url": {"type": "string", "x-confidential": True, "minLength": 1},
        "extra_index_urls": {"type": "array", "x-confidential": True, "items": {"type": "string", "minLength": 1}},
    },
    "IdReference": {"id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "OneshotSession": {"oneshot_token_exchange": {"required": True}},
    "ScheduleCreateRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"type": "object", "model": "ScheduleWrite"},
            "required": True,
        }
    },
    "ScheduleDeleteRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {"type": "object", "model": "IdReference"},
            "required": True,
        }
    },
    "ScheduleFilter": {
        "name": {"type": "string", "minLength": 1, "maxLength": 140},
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        "function_external_id": {"type": "string", "minLength": 1, "maxLength": 255},
        "created_time": {"type": "object", "model": "TimestampRange"},
        "cron_expression": {"type": "string", "minLength": 1, "maxLength": 1024},
    },
    "ScheduleFilterRequest": {
        "filter_": {"type": "object", "model": "ScheduleFilter"},
        "limit": {"type": "integer", "minimum": 1},
    },
    "ScheduleReferences": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 10000,
            "items": {"type": "object", "model": "IdReference"},
            "required": True,
        },
        "ignore_unknown_ids": {"type": "boolean"},
    },
    "ScheduleWrite": {
        "name": {"type": "string", "minLength": 1, "maxLength": 140, "required": True},
        "description": {"type": "string", "minLength": 1, "maxLength": 500},
        "cron_expression": {"type": "string", "minLength": 1, "maxLength": 1024, "required": True},
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991},
        "function_external_id": {"type": "string", "minLength": 1, "maxLength": 255},
        "data": {"type": "object", "model": "JsonObject"},
        "nonce": {"type": "string", "x-confidential": True, "minLength": 1, "required": True},
    },
    "SessionCreateRequest": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {"model": "SessionCredential"},
            "required": True,
        }
    },
    "SessionReferences": {
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {"type": "object", "model": "IdReference"},
            "required": True,
        }
    },
    "SessionRevokeRequest": {
        "items": {"type": "array", "minItems": 1, "items": {"type": "object", "model": "IdReference"}, "required": True}
    },
    "TimestampRange": {"min_": {"type": "integer", "minimum": 0}, "max_": {"type": "integer", "minimum": 0}},
    "TokenExchangeSession": {"token_exchange": {"required": True}},
    "call_function": {"function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "filter_calls": {"function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "get_call": {
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
        "call_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
    },
    "get_call_logs": {
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
        "call_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
    },
    "get_call_response": {
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
        "call_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
    },
    "get_calls_by_ids": {
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}
    },
    "get_file": {"file_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "get_function": {"function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "get_schedule": {"schedule_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}},
    "get_schedule_input_data": {
        "schedule_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True}
    },
    "init_file_upload": {"overwrite": {"type": "boolean"}},
    "list_calls": {
        "function_id": {"type": "integer", "minimum": 1, "maximum": 9007199254740991, "required": True},
        "limit": {"type": "integer", "minimum": 1},
        "cursor": {"type": "string"},
    },
    "list_functions": {"limit": {"type": "integer", "minimum": 1}},
    "list_schedules": {"limit": {"type": "integer", "minimum": 1}},
    "list_sessions": {
        "status": {
            "type": "string",
            "x-open-enum": True,
            "enum": ["READY", "ACTIVE", "CANCELLED", "EXPIRED", "REVOKED", "ACCESS_LOST"],
            "model": "SessionStatus",
        },
        "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
        "cursor": {"type": "string"},
    },
    "upload_file_content": {"upload_token": {"type": "string", "minLength": 1, "required": True}},
}
"""Model or operation -> field or parameter, by its generated name -> what its value has to be.

Beside the spec's own keywords: ``model``, the model that a value becomes, and ``required`` where there has to be one.
"""
