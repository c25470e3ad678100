"""Addresses of this room."""

from lilith.opendata.api.urls import urlpatterns as api_urls
from lilith.opendata.feeds.urls import urlpatterns as feed_urls

urlpatterns = [*api_urls, *feed_urls]
