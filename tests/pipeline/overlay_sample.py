"""A very small overlay, for reading only: what the severity of a change depends on."""
# mypy: ignore-errors
# pyright: basic, reportUndefinedVariable=false
# ruff: noqa: F821, D101, D102, D103

READY = "Ready"
RUNNING = "Running"
TIMEOUT = "Timeout"


class FunctionFields(FunctionProperties, Fields["models.Function"]):
    def secrets(self):
        return masked(self.model.secrets)


class CallFields(FunctionCallProperties, Fields["models.FunctionCall"]):
    def error(self):
        return ErrorInfo.of(self.model.error)


def refusal(envelope):
    return envelope.get("code"), envelope.get("message")


def function_write(name, runtime, owner, index_url):
    return models.FunctionWrite(name=name, file_id=0, runtime=runtime, owner=owner, index_url=index_url)


def reference(id):
    return models.FunctionReferences([models.IdReference(id)])


def call_filter(status, env_vars):
    return models.CallFilter(status=models.CallStatus(status)), models.EnvVars.from_dict(env_vars)


async def call(api):
    await api.ask(operations.call_function, 1)
    await api.ask(operations.get_call_response, 1, 2)
    await api.listed(operations.get_call_logs, 1, 2)
    await api.ask(operations.get_functions_limits)
    await api.ask(operations.init_file_upload)
    entry: models.CallLogEntry = None
    return entry.message
