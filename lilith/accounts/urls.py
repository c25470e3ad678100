"""Addresses of this room."""

from lilith.accounts.account_urls import urlpatterns as account_urls
from lilith.accounts.directory.urls import urlpatterns as directory_urls

urlpatterns = [*account_urls, *directory_urls]
