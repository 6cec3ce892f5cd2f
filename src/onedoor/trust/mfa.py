"""allauth's second factors, with their secrets sealed by our keys."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter

from onedoor.trust.keys.sealing import seal, unseal

PURPOSE = "second-factor"


class SealedMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """Set as ``MFA_ADAPTER``."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, purpose=PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), purpose=PURPOSE)
