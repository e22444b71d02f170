"""A function, as it is deployed: the service calls ``handle`` for each run."""


def handle(data: dict, secrets: dict, function_call_info: dict) -> dict:
    """Take any of the parameters that the service offers, return anything that JSON can hold."""
    print(f"run {function_call_info['call_id']} got {data}")
    return {"doubled": 2 * data.get("x", 0), "secrets": sorted(secrets)}
