from django.apps import AppConfig


class MineConfig(AppConfig):
    name = "nuanliu.portals.mine"
    label = "mine_portal"
