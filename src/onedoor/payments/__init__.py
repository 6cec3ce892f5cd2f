"""Money that people owe, pay and get back: charges, vouchers, instalments, payments, receipts, refunds.

Owns: Charge, Instalment, Checkout, Payment, Receipt, Refund and the double-entry ledger, which
the database itself keeps in balance. Does not own: why something is owed (services) nor the
printed voucher (contact).
Events: payments.charge.raised / settled / part_paid / cancelled / refunded,
payments.instalments.agreed, payments.payment.overpaid / applied / unmatched / contradicted.
"""
