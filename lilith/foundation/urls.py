"""Addresses of this room."""

from django.urls import path

from lilith.foundation.health import healthz

urlpatterns = [path("healthz", healthz, name="healthz")]
