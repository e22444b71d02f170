"""The vendor's cognite-sdk, set up for many calls at once, as a careful user would."""

from cognite.client import global_config
from serving import serve
from vendor import WORKS

global_config.disable_gzip = True
global_config.max_connection_pool_size = 100
global_config.concurrency_settings.general.read = 100
global_config.concurrency_settings.general.write = 100

if __name__ == "__main__":
    serve(WORKS)
