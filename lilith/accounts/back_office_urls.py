"""Addresses of the back office that the site's own account pages take over. They stand before Wagtail's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from lilith.accounts.back_office.preferences import PreferencesView
from lilith.accounts.views.account import LogoutView


def no_bulk_action(request: HttpRequest, action: str) -> HttpResponse:
    """Accounts are changed one by one: Wagtail's bulk actions know neither roles nor erasing."""
    raise Http404


urlpatterns = [
    path("login/", never_cache(RedirectView.as_view(url=reverse_lazy("account_login"), query_string=True))),
    path("logout/", never_cache(LogoutView.as_view())),
    path("bulk/accounts/user/<str:action>/", no_bulk_action),
    path("account/", never_cache(require_admin_access(PreferencesView.as_view()))),
]
