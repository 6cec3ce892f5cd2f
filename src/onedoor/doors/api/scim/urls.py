"""Addresses below ``/scim/v2/``."""

from django.urls import path

from onedoor.doors.api.scim import discovery, views

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", discovery.configuration, name="configuration"),
    path("ResourceTypes", discovery.resource_types, name="resource-types"),
    path("ResourceTypes/<str:which>", discovery.resource_type, name="resource-type"),
    path("Schemas", discovery.schemas, name="schemas"),
    path("Schemas/<str:which>", discovery.schema, name="schema"),
    path("Users", views.resources, {"kind": "Users"}, name="users"),
    path("Users/.search", views.search, {"kind": "Users"}, name="search-users"),
    path("Users/<uuid:found>", views.resource, {"kind": "Users"}, name="user"),
    path("Groups", views.resources, {"kind": "Groups"}, name="groups"),
    path("Groups/.search", views.search, {"kind": "Groups"}, name="search-groups"),
    path("Groups/<uuid:found>", views.resource, {"kind": "Groups"}, name="group"),
    path(".search", views.search, name="search"),
    path("Bulk", views.bulk, name="bulk"),
    path("<path:rest>", discovery.nothing, name="nothing"),
]
