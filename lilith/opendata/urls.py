"""Addresses of this room."""

from lilith.opendata.feeds.urls import urlpatterns as feed_urls

urlpatterns = [*feed_urls]
