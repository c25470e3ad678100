"""Addresses of this room."""

from lilith.accounts.account_urls import urlpatterns as account_urls
from lilith.accounts.directory.urls import urlpatterns as directory_urls
from lilith.accounts.organisation_urls import urlpatterns as organisation_urls

urlpatterns = [*account_urls, *organisation_urls, *directory_urls]
