"""Addresses of the portal."""

from django.urls import path

from tongban.web.portal import decisions, guide, home, search, verify
from tongban.web.portal.apply import group, materials, promises, start, submit
from tongban.web.portal.my import ask, case, channels, credit, hearing, inbox, licences, mandates, space
from tongban.web.portal.my import promises as promises_owed

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("search", search.search, name="search"),
    path("items/<str:code>/", guide.guide, name="guide"),
    path("items/<str:code>/apply", start.apply, name="apply"),
    path("applications/<str:number>/", group.application, name="application"),
    path("applications/<str:number>/<int:group>/", group.group, name="group"),
    path("applications/<str:number>/<int:group>/autosave", group.autosave, name="autosave"),
    path("applications/<str:number>/materials", materials.materials, name="materials"),
    path(
        "applications/<str:number>/materials/<int:material_id>/remove",
        materials.remove,
        name="material-remove",
    ),
    path("applications/<str:number>/promises", promises.promises, name="promises"),
    path("applications/<str:number>/review", submit.review, name="review"),
    path("applications/<str:number>/done", submit.done, name="done"),
    path("my/", space.space, name="my"),
    path("my/cases/", space.cases, name="cases"),
    path("my/cases/<str:number>/", case.case, name="case"),
    path("my/cases/<str:number>/withdraw", case.withdraw_case, name="withdraw"),
    path("my/cases/<str:number>/ask-to-withdraw", case.ask_to_withdraw_case, name="ask-to-withdraw"),
    path("my/cases/<str:number>/deferred/<slug:material>", promises_owed.supply, name="supply"),
    path("my/cases/<str:number>/convert", promises_owed.convert, name="convert"),
    path("my/cases/<str:number>/hearing", hearing.ask_for_hearing, name="ask-for-hearing"),
    path("my/cases/<str:number>/ask", ask.ask, name="ask"),
    path("my/complaints/<str:complaint>/take-back", ask.take_back, name="take-back"),
    path("my/cases/<str:number>/rate", case.rate_case, name="rate"),
    path("my/cases/<str:number>/documents/<str:document>", case.document, name="case-document"),
    path("my/cases/<str:number>/files/<int:material_id>", case.material, name="material-file"),
    path("my/licences/", licences.licences, name="licences"),
    path("my/licences/<str:identifier>/", licences.licence, name="licence"),
    path("my/licences/<str:identifier>/apply", licences.apply, name="licence-apply"),
    path("my/licences/<str:identifier>/file", licences.file, name="licence-file"),
    path("my/messages/", inbox.inbox, name="messages"),
    path("my/messages/<int:message_id>/", inbox.message, name="message"),
    path("my/channels/", channels.channels, name="channels"),
    path("my/mandates/", mandates.mandates, name="mandates"),
    path("my/mandates/<int:mandate_id>/revoke", mandates.revoke, name="mandate-revoke"),
    path("my/credit/", credit.credit, name="credit"),
    path("my/data/", space.data_uses, name="data"),
    path("my/account/", space.account, name="account"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions.csv", decisions.decisions_csv, name="decisions-csv"),
    path("decisions/<str:number>/", decisions.decision, name="decision"),
    path("robots.txt", decisions.robots, name="robots"),
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:identifier>", verify.licence, name="verify-licence"),
    path("documents/<str:number>", verify.document, name="verify-document"),
]
