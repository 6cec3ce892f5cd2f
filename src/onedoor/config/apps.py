"""The composition root as an app, so that wiring runs once every room is ready."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "onedoor.config"
    label = "config"

    def ready(self) -> None:
        from django.db.models.signals import pre_migrate

        from onedoor.config.wiring import introduce_rooms
        from onedoor.kernel.actors import SYSTEM
        from onedoor.kernel.scope import work_as

        introduce_rooms()
        pre_migrate.connect(lambda **_: work_as(SYSTEM), weak=False)
