"""Money that people owe and money that they get: bills, payments, refunds, payouts, and the bank.

Owns: Charge with its lines, Instalment, Checkout, Payment, Receipt, Refund, waivers, payouts with
their parts and orders to the bank, statements, and the double-entry ledger, which the database itself
keeps in balance. Does not own: why something is owed or paid out (services) nor the printed voucher
(contact).
Events: payments.charge.*, payments.line.waived, payments.waiver.*, payments.instalments.agreed,
payments.payment.*, payments.refund.failed, payments.payout.*, payments.account.*,
payments.statement.*.
"""
