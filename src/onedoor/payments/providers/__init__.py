"""Payment providers: the test bank that is built in, and GOV.UK Pay."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotFound
from onedoor.payments.providers.govuk_pay import GovukPay
from onedoor.payments.providers.harbour_pay import HarbourPay
from onedoor.payments.providers.interface import Begun, Order, Provider, ProviderSilent

__all__ = ["TEST_BANK", "Begun", "Order", "Provider", "ProviderSilent", "current_provider", "get_provider"]

TEST_BANK = HarbourPay()


def get_provider(code: str) -> Provider:
    """The provider of that code, with its settings of now."""
    if code == TEST_BANK.code:
        return TEST_BANK
    if code == GovukPay.code and settings.GOVUK_PAY_KEY:
        return GovukPay(
            address=settings.GOVUK_PAY_URL,
            key=settings.GOVUK_PAY_KEY,
            secret=settings.GOVUK_PAY_SIGNING_SECRET,
        )
    raise NotFound("payments.provider_unknown", _("There is no such payment provider."))


def current_provider() -> Provider:
    """Where those who pay now are sent."""
    return get_provider(settings.PAYMENT_PROVIDER)
