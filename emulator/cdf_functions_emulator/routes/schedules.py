"""Schedules of functions."""

from .operation import Exchange, plain, post

SCHEDULES = "/functions/schedules"


def _schedule(x: Exchange) -> tuple[str, int]:
    return x.project, x.path_id("scheduleId")


ROUTES = [
    plain("GET", SCHEDULES, lambda x: x.services.schedules.list(x.project, {"limit": x.limit()})),
    post(SCHEDULES, lambda x, body: x.services.schedules.create(x.project, body), 201),
    post(f"{SCHEDULES}/list", lambda x, body: x.services.schedules.list(x.project, body)),
    post(f"{SCHEDULES}/byids", lambda x, body: x.services.schedules.by_ids(x.project, body)),
    post(f"{SCHEDULES}/delete", lambda x, body: x.services.schedules.delete(x.project, body)),
    plain("GET", f"{SCHEDULES}/{{scheduleId}}", lambda x: x.services.schedules.get(*_schedule(x))),
    plain("GET", f"{SCHEDULES}/{{scheduleId}}/input_data", lambda x: x.services.schedules.input_data(*_schedule(x))),
]
