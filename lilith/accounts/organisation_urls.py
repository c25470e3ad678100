"""Addresses of « Mes organisations »."""

from django.urls import path

from lilith.accounts.views import organisations as views

ROOT = "mon-espace/organisations/"

urlpatterns = [
    path(ROOT, views.mine, name="my-organisations"),
    path(f"{ROOT}a-confier/", views.claims, name="organisation-claims"),
    path(f"{ROOT}invitation/<str:token>/", views.invitation, name="organisation-invitation"),
    path(f"{ROOT}<slug:slug>/", views.members, name="organisation-members"),
    path(f"{ROOT}<slug:slug>/rejoindre/", views.join, name="organisation-join"),
    path(f"{ROOT}<slug:slug>/invitations/<uuid:identifier>/retirer/", views.revoke, name="organisation-revoke"),
    path(f"{ROOT}<slug:slug>/demandes/<uuid:identifier>/", views.answer, name="organisation-answer"),
    path(f"{ROOT}<slug:slug>/membres/<int:member>/", views.change, name="organisation-member"),
]
