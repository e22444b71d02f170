"""A very small overlay, for reading only: what the severity of a change depends on."""
# mypy: ignore-errors
# pyright: basic, reportUndefinedVariable=false
# ruff: noqa: F821, D101, D102, D103

READY = "Ready"
RUNNING = "Running"
TIMEOUT = "Timeout"


class FunctionFields(Fields["models.Function"]):
    def created_time(self):
        return self._moment(self.model.created_time)

    def file_id(self):
        return known(self.model.file_id)


class CallFields(Fields["models.FunctionCall"]):
    def start_time(self):
        return self._moment(self.model.start_time)


def refusal(envelope):
    return envelope.get("code"), envelope.get("message")


def function_write(name, runtime, owner, index_url):
    return models.FunctionWrite(name=name, file_id=0, runtime=runtime, owner=owner, index_url=index_url)


def reference(id):
    return models.FunctionReferences([models.IdReference(id)])


def call_filter(status, env_vars):
    return models.CallFilter(status=models.CallStatus(status)), models.EnvVars.from_dict(env_vars)


async def call(api):
    await call_function.asyncio_detailed(client=api)
    await get_call_response.asyncio_detailed(client=api)
    await ask(get_call_logs.OPERATION)
    await get_functions_limits.asyncio_detailed(client=api)
    await init_file_upload.asyncio_detailed(client=api)
    entry: models.CallLogEntry = None
    return entry.message
