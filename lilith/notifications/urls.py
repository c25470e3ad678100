"""Addresses of this room."""

from django.urls import path

from lilith.notifications import views

urlpatterns = [
    path("mon-espace/notifications/", views.notifications, name="notifications"),
    path("mon-espace/courriels/", views.outgoing, name="outgoing"),
    path("mon-espace/courriels/<slug:what>/<int:pk>/", views.outgoing_one, name="outgoing_one"),
    path("courriels/<str:token>/", views.mail_choice, name="mail_choice"),
]
