"""Addresses of the office."""

from django.urls import path

from tongban.web.office import case, credit, document_templates, hand_over, inbox, step, verify_person

app_name = "office"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("verify-person/", verify_person.verify_person, name="verify-person"),
    path("credit/", credit.credit, name="credit"),
    path("hand-over/", hand_over.hand_over, name="hand-over"),
    path("document-templates/", document_templates.templates, name="document-templates"),
    path("document-templates/<slug:kind>/", document_templates.template, name="document-template"),
    path("document-templates/<slug:kind>/preview", document_templates.preview, name="document-template-preview"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/documents/<str:document>", case.document, name="document"),
    path("cases/<str:number>/materials/<int:material_id>", case.material, name="material"),
    path("cases/<str:number>/pauses/<int:pause_id>", case.pause_file, name="pause-file"),
    path("cases/<str:number>/<slug:verb>/", step.step, name="step"),
]
