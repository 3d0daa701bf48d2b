"""Addresses of the pages on which the catalogue is kept."""

from django.urls import path

from tongban.web.office.catalogue import begin, designer, designer_field, designer_try, desk, editor, revision

urlpatterns = [
    path("", desk.desk, name="catalogue"),
    path("items/", desk.items, name="catalogue-items"),
    path("items/new/", begin.new, name="catalogue-new"),
    path("items/standing/", begin.standing, name="catalogue-standing"),
    path("items/<str:code>/begin/", begin.begin, name="catalogue-begin"),
    path("revisions/<str:number>/", revision.revision, name="catalogue-revision"),
    path("revisions/<str:number>/drafts/<int:version_id>/", editor.draft, name="catalogue-draft"),
    path("revisions/<str:number>/drafts/<int:version_id>/drop/", revision.drop, name="catalogue-drop"),
    path("revisions/<str:number>/drafts/<int:version_id>/preview/", revision.preview, name="catalogue-preview"),
    path("revisions/<str:number>/drafts/<int:version_id>/reason/", revision.reason, name="catalogue-reason"),
    path(
        "revisions/<str:number>/drafts/<int:version_id>/arrange/<path:address>",
        editor.arrange,
        name="catalogue-arrange",
    ),
    path("revisions/<str:number>/drafts/<int:version_id>/edit/<path:address>", editor.part, name="catalogue-part"),
    path("revisions/<str:number>/drafts/<int:version_id>/form/", designer.designer, name="form-designer"),
    path("revisions/<str:number>/drafts/<int:version_id>/form/try/", designer_try.try_form, name="form-try"),
    path("revisions/<str:number>/drafts/<int:version_id>/form/<str:group>/", designer.group, name="form-group"),
    path(
        "revisions/<str:number>/drafts/<int:version_id>/form/<str:group>/<str:place>/",
        designer_field.field,
        name="form-field",
    ),
    path("revisions/<str:number>/<slug:verb>/", revision.revision_step, name="catalogue-step"),
]
