"""Everything that may be done with money owed, paid and given back."""

from onedoor.payments.actions.charging import cancel_charge, offer_instalments, raise_charge

__all__ = ["cancel_charge", "offer_instalments", "raise_charge"]
