"""One folder of data, no other service: what `./script/server` runs by default."""

from config.settings.base import *  # noqa: F403
