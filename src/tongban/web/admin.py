"""Reference data for administrators: what may be edited by hand, and what may only be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest

from tongban.catalogue.actions.set_quality_rule import set_quality_rule, wrong_with_rule
from tongban.kernel.actions.set_parameter import set_parameter, wrong_with
from tongban.kernel.clock import now
from tongban.parties.actions import record_event
from tongban.web.admin_reach import OF_AN_AUTHORITY, OF_THE_CITY, own_authorities, reaches_everything
from tongban.web.doorkeeper import actor

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[models.Model]
    _Form = ModelForm[models.Model]
else:
    _Admin = admin.ModelAdmin
    _Form = ModelForm

# Signing in goes through the one sign-in page, with its second step and its rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "通办 · 基础数据"
admin.site.site_title = "通办"
admin.site.index_title = "基础数据"

# Model label: columns of the list, words to search by.
EDITED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "parties.Region": (("code", "name", "level"), ("code", "name")),
    "parties.Authority": (("key", "name", "short_name", "region", "phone"), ("key", "name", "uscc")),
    "parties.Hall": (("key", "name", "address", "phone"), ("key", "name")),
    "parties.Window": (("hall", "number", "name"), ("number", "name")),
    "parties.ClientSystem": (("key", "name", "authority", "is_active"), ("key", "name")),
    "catalogue.Theme": (("order", "key", "name", "name_en"), ("key", "name")),
    "matters.LampRule": (("region_code", "warn_percent", "warn_at_least_days", "effective_from"), ()),
    "licences.LicenceType": (("code", "name"), ("code", "name")),
}
PARAMETERS = {
    "kernel.Parameter": (("key", "label", "value", "unit", "region_code", "effective_from", "basis"), ("key", "label"))
}
QUALITY_RULES = {
    "catalogue.QualityRule": (("code", "title", "severity", "settings", "effective_from", "basis"), ("code", "title"))
}
READ: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "kernel.CalendarDay": (("day", "working", "status", "name", "region_code"), ("day", "name")),
    "parties.City": (("name", "site_title"), ()),
    "parties.Person": (("name", "phone", "assurance"), ("name",)),
    "parties.Organisation": (("name", "uscc", "status"), ("name", "uscc")),
    "parties.Mandate": (("organisation", "principal", "agent", "starts_on", "ends_on"), ()),
    "parties.Account": (("username", "person", "is_active", "is_staff"), ("username",)),
    "parties.Official": (("name", "authority", "active_from", "active_to"), ("name",)),
    "parties.Duty": (("official", "kind", "authority", "window", "starts_on", "ends_on"), ("official__name",)),
    "parties.Absence": (("official", "deputy", "starts_on", "ends_on", "ended_at"), ("official__name",)),
    "parties.Authorisation": (
        ("document_number", "kind", "from_authority", "to_authority", "starts_on", "ends_on", "revoked_at"),
        ("document_number",),
    ),
    "parties.SignInLock": (("account", "tries", "tried_at", "locked_until"), ("account__username",)),
    "kernel.LastRun": (("name", "ended_at", "seconds"), ("name",)),
    "parties.PartyEvent": (("at", "kind", "subject", "actor_name"), ("subject",)),
    "catalogue.Item": (("catalog_code", "name", "type"), ("catalog_code", "name")),
    "catalogue.Implementation": (("task_code", "item", "authority", "level"), ("task_code",)),
    "catalogue.Version": (("name", "number", "state", "effective_on"), ("name",)),
    "matters.Matter": (("number", "kind", "state", "subject", "owner", "due_on"), ("number",)),
    "matters.JournalEntry": (("recorded_at", "matter", "sequence", "verb", "to_state"), ("matter__number",)),
    "matters.Alert": (("raised_at", "rule", "severity", "matter", "acknowledged_at"), ("matter__number",)),
    "matters.Checkpoint": (("size",), ()),
    "sharing.LookUp": (("at", "actor_name", "purpose", "case_number"), ("case_number",)),
    "licences.Licence": (("identifier", "name", "state"), ("identifier",)),
}
# Secrets and whole identity numbers are not shown, not even to administrators.
HIDDEN = {"password", "token_hash", "id_number", "user_permissions", "groups"}


class ReferenceAdmin(_Admin):
    """A table that administrators edit."""

    list_per_page = 50
    show_full_result_count = False

    def get_exclude(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """Leave out what nobody is shown."""
        return [field.name for field in self.opts.get_fields() if getattr(field, "name", "") in HIDDEN]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[models.Model]:
        """Return the rows that the administrator reaches."""
        rows = super().get_queryset(request)
        field = OF_AN_AUTHORITY.get(self.opts.label)
        if field is None or reaches_everything(request):
            return rows
        return rows.filter(**{f"{field}__in": own_authorities(request)})

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Let nobody give a row to an authority that they do not administer."""
        if db_field.related_model is apps.get_model("parties.Authority") and not reaches_everything(request):
            kwargs["queryset"] = db_field.related_model._default_manager.filter(pk__in=own_authorities(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Show what is an authority's to its administrators, what is the city's and nobody's secret to all of them."""
        mine = self.opts.label in OF_AN_AUTHORITY or self.opts.label in OF_THE_CITY
        return super().has_view_permission(request, obj) and (mine or reaches_everything(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are added for the whole city."""
        return super().has_add_permission(request) and reaches_everything(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """What is an authority's is edited by its administrators, the rest for the whole city."""
        mine = self.opts.label in OF_AN_AUTHORITY
        return super().has_change_permission(request, obj) and (mine or reaches_everything(request))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Reference data is ended or corrected; other rows stand on it, so it is not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm[models.Model], change: bool) -> None:
        """Write the row, and append to the trail of events which columns were changed; admin saves in a transaction."""
        self.write(obj, form)
        record_event(
            kind="admin_change" if change else "admin_add",
            subject=f"{obj._meta.label_lower}:{obj.pk}",
            actor=actor(request),
            at=now(),
            fields=sorted(form.changed_data),
        )

    def write(self, obj: models.Model, form: ModelForm[models.Model]) -> None:
        """Write the row."""
        obj.save()


class ParameterForm(_Form):
    """The city's own value of a parameter; its name and unit are the parameter's."""

    def clean(self) -> dict[str, Any]:
        """Show at each field what the action would refuse."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for name, problem in wrong_with(**said).items():
                self.add_error(name, problem)
        return said


class ParameterAdmin(ReferenceAdmin):
    """Parameters: a number in force is not edited, the change is a new row with the day from which it counts."""

    form = ParameterForm
    fields = ("key", "region_code", "value", "basis", "effective_from", "effective_to")
    list_filter = ("shipped",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows stay as they are."""
        return False

    def write(self, obj: models.Model, form: ModelForm[models.Model]) -> None:
        """Add the row by the action."""
        obj.pk = set_parameter(**form.cleaned_data)


class QualityRuleForm(_Form):
    """How grave a quality rule is for the city, and what it goes by; its title is the rule's."""

    def clean(self) -> dict[str, Any]:
        """Show at each field what the action would refuse."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for name, problem in wrong_with_rule(**said).items():
                self.add_error(name, problem)
        return said


class QualityRuleAdmin(ReferenceAdmin):
    """Quality rules: a row in force is not edited, the change is a new row with the day from which it counts."""

    form = QualityRuleForm
    fields = ("code", "severity", "settings", "basis", "effective_from", "effective_to")
    list_filter = ("severity", "shipped")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows stay as they are."""
        return False

    def write(self, obj: models.Model, form: ModelForm[models.Model]) -> None:
        """Add the row by the action."""
        obj.pk = set_quality_rule(**form.cleaned_data)


class ReadAdmin(ReferenceAdmin):
    """A table that is written by actions only."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows change by actions."""
        return False


def _register(tables: dict[str, Any], base: type[ReferenceAdmin]) -> None:
    known = {model._meta.label: model for model in apps.get_models()}
    for label, (columns, searched) in tables.items():
        model = known.get(label)
        if model is None:
            continue
        fields = {field.name for field in model._meta.get_fields()}
        shown = [column for column in columns if column in fields]
        related = [f.name for f in model._meta.fields if isinstance(f, models.ForeignKey)]
        settings = {
            "list_display": shown or ["__str__"],
            "search_fields": searched,
            "raw_id_fields": related,
            "list_select_related": [name for name in shown if name in related] or False,
        }
        admin.site.register(model, type(f"{model.__name__}Admin", (base,), settings))


# What packages show of their own: second-step secrets and addresses are nobody's to read or set by hand.
_OF_PACKAGES = (
    "mfa.Authenticator",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Group",
    "socialaccount.SocialApp",
    "socialaccount.SocialAccount",
    "socialaccount.SocialToken",
    "allauth_idp_oidc.Client",
    "allauth_idp_oidc.Token",
)
for _label in _OF_PACKAGES:
    _model = apps.get_model(_label)
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)

_register(EDITED, ReferenceAdmin)
_register(PARAMETERS, ParameterAdmin)
_register(QUALITY_RULES, QualityRuleAdmin)
_register(READ, ReadAdmin)
