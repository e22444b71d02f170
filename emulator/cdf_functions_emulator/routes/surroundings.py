"""What tools that deploy functions ask for besides: data sets, and who is asking."""

from .operation import plain, post

ROUTES = [
    post("/datasets/byids", lambda x, body: x.services.data_sets.by_ids(x.project, body)),
    plain("GET", "/profiles/me", lambda x: x.services.tokens.profile(x.request.state.caller)),
]
