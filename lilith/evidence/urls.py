"""Addresses of this room."""

from lilith.evidence.rights.urls import urlpatterns as rights_urls

urlpatterns = [*rights_urls]
