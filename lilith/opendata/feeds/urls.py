"""Addresses that programs read."""

from django.urls import path

from lilith.opendata.feeds import views

urlpatterns = [
    path("feeds/<slug:name>.xml", views.feed, name="feed"),
    path("agenda.ics", views.agenda, name="calendar"),
    path("agenda/<slug:key>.ics", views.agenda_entry, name="calendar-entry"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap, name="sitemap-section"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
