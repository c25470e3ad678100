"""Addresses of the back office that the site's own account pages take over. They stand before Wagtail's."""

from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from lilith.accounts.back_office.preferences import PreferencesView
from lilith.accounts.views.account import LogoutView

urlpatterns = [
    path("login/", never_cache(RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True))),
    path("logout/", never_cache(LogoutView.as_view())),
    path("account/", never_cache(require_admin_access(PreferencesView.as_view()))),
]
