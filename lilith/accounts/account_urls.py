"""French addresses of the account pages. The names are allauth's: its own code looks them up."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from lilith.accounts.oidc import views as oidc
from lilith.accounts.views import account as views

urlpatterns = [
    path("mon-espace/", views.workspace, name="workspace"),
    path("mon-espace/mes-donnees/", views.my_data, name="my_data"),
    path("mon-espace/mes-donnees/effacer/", views.erase_me, name="erase_me"),
    path("compte/", views.account, name="account"),
    path("compte/mes-donnees/", views.data, name="account_data"),
    path("compte/connexion/", views.LoginView.as_view(), name="account_login"),
    path("compte/connexion/abandon/", never_cache(views.service_left), name="socialaccount_login_cancelled"),
    path(
        "compte/connexion/suite/", never_cache(RedirectView.as_view(pattern_name="account_login")), name="socialaccount_signup"
    ),
    path("compte/services/", views.never_demo(views.linked_services), name="socialaccount_connections"),
    path("compte/connexion/<slug:provider_id>/", never_cache(oidc.login), name="openid_connect_login"),
    path("compte/connexion/<slug:provider_id>/retour/", never_cache(oidc.callback), name="openid_connect_callback"),
    path("compte/deconnexion/", never_cache(views.LogoutView.as_view()), name="account_logout"),
    path("compte/inscription/", allauth.signup, name="account_signup"),
    path("compte/ferme/", never_cache(allauth.account_inactive), name="account_inactive"),
    path("compte/mot-de-passe/", never_cache(allauth.password_change), name="account_change_password"),
    path("compte/mot-de-passe/choisir/", never_cache(allauth.password_set), name="account_set_password"),
    path("compte/mot-de-passe/oublie/", never_cache(allauth.password_reset), name="account_reset_password"),
    path("compte/mot-de-passe/oublie/envoye/", never_cache(allauth.password_reset_done), name="account_reset_password_done"),
    path(
        "compte/mot-de-passe/nouveau/fait/",
        never_cache(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^compte/mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-0-9A-Za-z_]{1,200})/$",
        never_cache(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("compte/confirmer/", never_cache(allauth.reauthenticate), name="account_reauthenticate"),
    path("compte/second-facteur/", never_cache(views.second_factor), name="mfa_index"),
    path("compte/second-facteur/code/", never_cache(mfa.authenticate), name="mfa_authenticate"),
    path("compte/second-facteur/confirmer/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("compte/second-facteur/activer/", views.never_demo(totp.activate_totp), name="mfa_activate_totp"),
    path("compte/second-facteur/retirer/", views.never_demo(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("compte/second-facteur/codes/", views.never_demo(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "compte/second-facteur/codes/refaire/",
        views.never_demo(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("compte/second-facteur/codes.txt", views.never_demo(views.recovery_codes_file), name="mfa_download_recovery_codes"),
    path("compte/adresse/", never_cache(allauth.email), name="account_email"),
    path("compte/adresse/envoyee/", never_cache(allauth.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^compte/adresse/(?P<key>[-:\w]{1,200})/$", never_cache(allauth.confirm_email), name="account_confirm_email"),
]
