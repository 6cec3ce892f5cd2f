"""Where rooms that may not know each other are introduced."""

from typing import Any


def prepare_queue(app: Any) -> None:
    """Called by procrastinate once its app is ready: every room's ``tasks`` module is imported."""
    from django.apps import apps
    from django.utils.module_loading import module_has_submodule

    for config in apps.get_app_configs():
        if config.name.startswith("onedoor.") and module_has_submodule(config.module, "tasks"):
            __import__(f"{config.name}.tasks")


def introduce_rooms() -> None:
    """The journal's heads are signed with trust's keys."""
    from onedoor.journal import actions as journal
    from onedoor.trust import queries as trust

    def sign(message: bytes) -> tuple[str, bytes]:
        signature = trust.sign(message)
        return signature.key_id, signature.value

    journal.sign_heads_with(sign)
