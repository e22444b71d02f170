"""The process that a function runs in: reads calls from a socket, runs ``handle``, answers on the same socket.

It runs in the environment of the function, so it imports the standard library alone. The exceptions are the client that
a handler may ask for, and the debugger. Frames are a length of four bytes and that much JSON.
"""

import contextlib
import importlib
import importlib.util
import inspect
import json
import os
import queue
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

MAX_TRACE = 10_000

#: The port on which this process waits for debuggers, once it does.
_listening: list[int] = []


def main(control_fd: int, function_path: str, debug_port: int = 0) -> None:
    """Serve calls until the other end of the socket closes; with a port, each once a debugger is connected to it."""
    control = socket.socket(fileno=control_fd)
    os.set_inheritable(control_fd, False)
    # A forked child must not keep the socket open: its closing is how the emulator learns of this process's end.
    os.register_at_fork(after_in_child=control.close)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    if sys.path[0] == os.path.dirname(os.path.abspath(__file__)):  # noqa: PTH100, PTH120 - Python 3.10 has no -P
        del sys.path[0]
    sys.path.insert(0, str(os.getcwd()))  # noqa: PTH109 - no need of pathlib here
    sys.argv = [function_path]

    calls: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(control, calls), daemon=True).start()
    handle: Callable[..., Any] | None = None
    while True:
        call = calls.get()
        response: str | None = None
        error: dict[str, str] | None = None
        try:
            if debug_port:
                _await_debugger(debug_port)
            handle = handle or _load(function_path)
            response, error = _answer(_run(handle, call), call["max_response_bytes"])
        except BaseException as raised:  # noqa: BLE001 - SystemExit too ends the call, not the process
            error = _failure(raised)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # the handler may have closed or replaced it
                stream.flush()
        # A process whose import went wrong is not used again: half of the function's modules may be loaded.
        reply = {"call_id": call["call_id"], "response": response, "error": error, "reusable": handle is not None}
        frame = json.dumps(reply).encode()
        try:
            control.sendall(len(frame).to_bytes(4, "big") + frame)
        except OSError:
            os._exit(1)  # the emulator is gone, or this is a forked child that came back from `handle`


def _receive(control: socket.socket, calls: "queue.SimpleQueue[dict[str, Any]]") -> None:
    with contextlib.suppress(OSError, EOFError):
        while True:
            calls.put(json.loads(_read(control, int.from_bytes(_read(control, 4), "big"))))
    os.killpg(os.getpid(), signal.SIGKILL)  # the emulator is gone, and the process above ends what this leaves behind


def _await_debugger(port: int) -> None:
    debugger = importlib.import_module("debugpy")
    if not _listening:
        debugger.listen(("127.0.0.1", port))
        _listening.append(port)
    if not debugger.is_client_connected():
        sys.stderr.write(f"Waiting for a debugger to attach to 127.0.0.1:{port}\n")
        debugger.wait_for_client()


def _read(control: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        part = control.recv(size - len(received))
        if not part:
            raise EOFError
        received += part
    return bytes(received)


def _load(function_path: str) -> Callable[..., Any]:
    name = function_path.removesuffix(".py").replace("/", ".")
    module = _module(os.path.abspath(function_path), name)  # noqa: PTH100
    handle = getattr(module, "handle", None)
    if not callable(handle):
        raise AttributeError(f"{function_path} has no function named 'handle'")
    return handle  # type: ignore[no-any-return]


def _module(path: str, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _run(handle: Callable[..., Any], call: dict[str, Any]) -> Any:
    result = handle(**_arguments(handle, call))
    if inspect.iscoroutine(result):
        result.close()
        raise TypeError("handle is async, and the service does not await it; make it a function that calls asyncio.run")
    return result


def _arguments(handle: Callable[..., Any], call: dict[str, Any]) -> dict[str, Any]:
    """What ``handle`` names of what there is, and all of it where it takes whatever comes, as ``**kwargs``."""
    parameters = inspect.signature(handle).parameters
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    named = [name for name in ("data", "secrets", "function_call_info", "client") if takes_all or name in parameters]
    given = {name: call[name] for name in named if name != "client"}
    if "client" in named:
        given["client"] = _client(**call["client"])
    return given


def _client(base_url: str, project: str, token: str) -> Any:
    """A client of the vendor's SDK, as the real service gives; ours where that is not installed."""
    try:
        sdk = importlib.import_module("cognite.client")
        token_of_sdk = importlib.import_module("cognite.client.credentials").Token(token)
    except ModuleNotFoundError:
        pass
    else:
        sdk.global_config.disable_pypi_version_check = True  # a question over the network at every first call
        config = sdk.ClientConfig("emulated function", project, token_of_sdk, base_url=base_url)
        return sdk.CogniteClient(config)
    try:
        ours = importlib.import_module("cdf_functions")
    except ModuleNotFoundError as error:
        raise ImportError(
            "handle asks for 'client', and neither cognite-sdk nor cdf-functions is installed beside the emulator"
        ) from error
    return ours.Client(project=project, base_url=base_url, credentials=ours.Token(token))


def _answer(result: object, most: int) -> tuple[str | None, dict[str, str] | None]:
    try:
        response = json.dumps(result, allow_nan=False)
        size = len(json.dumps(result, ensure_ascii=False).encode(errors="surrogatepass"))
    except (TypeError, ValueError, RecursionError) as error:
        return None, {"message": f"The function returned a value that JSON cannot hold: {error}"}
    if size > most:
        return None, {"message": f"The function returned {size} bytes of JSON, more than {most}"}
    return response, None


def _failure(error: BaseException) -> dict[str, str]:
    trace = error.__traceback__
    while trace is not None and _is_ours(trace):
        trace = trace.tb_next
    try:
        message = f"{type(error).__name__}: {error}"
        lines = traceback.format_exception(type(error), error, trace)
    except Exception:  # noqa: BLE001 - an exception class may fail to print itself
        return {"message": type(error).__name__}
    return {"message": message, "trace": "".join(lines)[-MAX_TRACE:]}


def _is_ours(trace: TracebackType) -> bool:
    """Whether the frame is of this file or of the import system, which say nothing of the function."""
    name = trace.tb_frame.f_code.co_filename
    return name == __file__ or name.startswith("<frozen importlib")
