"""Addresses of the office."""

from django.urls import path

from tongban.web.office import (
    alerts,
    case,
    credit,
    document_templates,
    hand_in,
    hand_over,
    inbox,
    register,
    sign,
    step,
    verifications,
    verify_person,
)
from tongban.web.office.duties import absences, authorisations, powers

app_name = "office"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("verify-person/", verify_person.verify_person, name="verify-person"),
    path("credit/", credit.credit, name="credit"),
    path("alerts/", alerts.alert_list, name="alerts"),
    path("register/", register.register, name="register"),
    path("hand-over/", hand_over.hand_over, name="hand-over"),
    path("duties/", absences.duties, name="duties"),
    path("duties/absences/<int:absence_id>/end", absences.end, name="absence-end"),
    path("duties/authorisations/", authorisations.authorisations, name="authorisations"),
    path("duties/authorisations/<int:authorisation_id>/revoke", authorisations.revoke, name="authorisation-revoke"),
    path("powers/", powers.powers, name="powers"),
    path("document-templates/", document_templates.templates, name="document-templates"),
    path("document-templates/<slug:kind>/", document_templates.template, name="document-template"),
    path("document-templates/<slug:kind>/preview", document_templates.preview, name="document-template-preview"),
    path("verifications/", verifications.verifications, name="verifications"),
    path("verifications/<str:number>/", verifications.verification, name="verification"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/sign/", sign.sign, name="sign"),
    path("cases/<str:number>/verification/", verifications.begin, name="begin-verification"),
    path("cases/<str:number>/documents/<str:document>", case.document, name="document"),
    path("cases/<str:number>/archive", case.archive, name="archive"),
    path("cases/<str:number>/materials/<int:material_id>", case.material, name="material"),
    path("cases/<str:number>/pauses/<int:pause_id>", case.pause_file, name="pause-file"),
    path("cases/<str:number>/hand-in/", hand_in.hand_in, name="hand-in"),
    path("cases/<str:number>/hand-in/<int:material_id>/remove", hand_in.remove, name="hand-in-remove"),
    path("cases/<str:number>/<slug:verb>/", step.step, name="step"),
]
