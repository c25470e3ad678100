"""Addresses of this room."""

from lilith.evidence.appraisals.urls import urlpatterns as appraisal_urls
from lilith.evidence.rights.urls import urlpatterns as rights_urls

urlpatterns = [*rights_urls, *appraisal_urls]
