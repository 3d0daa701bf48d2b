"""Reading one implementation list whole, in six queries whatever its length."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, QuerySet

from tongban.catalogue.access import (
    implementations_announced,
    implementations_in_use,
    no_such_item,
    versions_once_published,
)
from tongban.catalogue.models import Implementation, Material, Step, Version
from tongban.catalogue.queries.known_by import known_by
from tongban.catalogue.rules.enumerations import VersionState
from tongban.catalogue.rules.situations import with_business_items
from tongban.catalogue.rules.views import (
    BasisView,
    FeeView,
    ImplementationView,
    MaterialView,
    QuestionView,
    StepView,
)
from tongban.parties.rules.views import AuthorityView


def implementation(code: str, variant: str = "") -> ImplementationView:
    """Return the version in use of an item, by its 实施编码 or its local code; NotFound when there is none.

    `variant` asks for one that is in use beside the ordinary one.
    """
    found = with_rows(_in_use(code).filter(variant=variant)).first()
    if found is None:
        raise no_such_item()
    return view_of(found)


def announced(code: str) -> ImplementationView:
    """Return the version in force of an item, also where it says that the item is suspended or cancelled.

    By its 实施编码 or its local code; NotFound when there is none, or when nobody applies for the item.
    """
    wanted = _those_known_by(implementations_announced(), code)
    found = with_rows(
        Version.objects.filter(implementation__in=wanted, state=VersionState.PUBLISHED.value, variant="")
    ).first()
    if found is None:
        raise no_such_item()
    return view_of(found)


def standing_since(view: ImplementationView) -> dt.date:
    """Return the day since which the item stands as this version says, by the versions in force before it."""
    since = view.effective_on
    before = versions_once_published().filter(
        implementation__task_code=view.code, variant=view.variant, number__lt=view.number
    )
    for standing, day in before.order_by("-number").values_list("standing", "effective_on"):
        if standing != view.standing:
            break
        since = day
    return since


def variants(code: str) -> list[ImplementationView]:
    """Return the ordinary version of an item and those in use beside it; NotFound for an item not in use."""
    found = [view_of(each) for each in with_rows(_in_use(code).order_by("variant"))]
    if not found:
        raise no_such_item()
    return found


def versions_of(code: str) -> list[ImplementationView]:
    """Return every version that an item in use ever had, the ordinary ones first, of each variant the newest first."""
    ids = _in_use(code).values("implementation")
    found = versions_once_published().filter(implementation__in=ids).order_by("variant", "-number")
    if not (views := [view_of(each) for each in with_rows(found)]):
        raise no_such_item()
    return views


def _in_use(code: str) -> QuerySet[Version]:
    wanted = _those_known_by(implementations_in_use(), code)
    return Version.objects.filter(implementation__in=wanted, state=VersionState.PUBLISHED.value)


def _those_known_by(implementations: QuerySet[Implementation], code: str) -> QuerySet[Implementation]:
    # What cannot be printed cannot be stored, so it cannot be a code; the database would refuse to look.
    if not code.isprintable() or not code:
        raise no_such_item()
    return implementations.filter(known_by(code))


def version(version_id: int) -> ImplementationView:
    """Return a version that is or was in use, as a case keeps it; NotFound for a draft or none."""
    found = with_rows(versions_once_published().filter(pk=version_id)).first()
    if found is None:
        raise no_such_item()
    return view_of(found)


def with_rows(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Return the versions with everything that `view_of` reads."""
    return versions.select_related(
        "implementation__authority__region", "implementation__item", "implementation__region"
    ).prefetch_related(
        "bases",
        "materials",
        Prefetch("steps", queryset=Step.objects.select_related("authority")),
        "fees",
        "questions",
    )


def view_of(found: Version) -> ImplementationView:
    """Return a version as plain values; it must come from `with_rows`."""
    carried_out: Implementation = found.implementation
    authority = authority_of(carried_out)
    return ImplementationView(
        version_id=found.pk,
        number=found.number,
        state=found.state,
        effective_on=found.effective_on,
        code=carried_out.task_code,
        local_code=carried_out.local_code,
        catalog_code=carried_out.item.catalog_code,
        name=found.name,
        name_en=found.name_en,
        aliases=tuple(found.aliases),
        authority=authority,
        region_code=carried_out.region_id,
        region_name=carried_out.region.name,
        level=carried_out.level,
        type=found.type,
        instance=found.instance,
        joint=found.joint,
        legal_days=found.legal_days,
        legal_unit=found.legal_unit,
        promised_days=found.promised_days,
        promised_unit=found.promised_unit,
        audience=tuple(found.audience),
        themes=tuple(found.themes),
        conditions=tuple(found.conditions),
        channels=tuple(found.channels),
        online_depth=tuple(found.online_depth),
        visits=found.visits,
        result_name=found.result_name,
        result_kind=found.result_kind,
        licence_type=found.licence_type,
        result_validity_months=found.result_validity_months,
        office_hours=found.office_hours,
        address=found.address or authority.address,
        phone=found.phone or authority.phone,
        complaint_phone=found.complaint_phone or authority.complaint_phone,
        basis=tuple(BasisView(row.law, row.article, row.local_parameter) for row in found.bases.all()),
        materials=tuple(material_of(row) for row in found.materials.all()),
        steps=tuple(_step(row) for row in found.steps.all()),
        fees=tuple(
            FeeView(row.name, row.standard, row.basis, row.amount, tuple(row.reductions), row.before_acceptance)
            for row in found.fees.all()
        ),
        questions=tuple(QuestionView(row.question, row.answer) for row in found.questions.all()),
        form=found.form,
        pause_grounds=tuple(found.pause_grounds),
        commitment=found.commitment,
        situations=with_business_items(found.situations, found.business_items),
        variant=found.variant,
        standing=found.standing,
        standing_reason=found.standing_reason,
        business_items=tuple(found.business_items),
        condition_rules=tuple(found.condition_rules),
        intermediaries=tuple(found.intermediaries),
        cancelled_proofs=tuple(found.cancelled_proofs),
        special_procedures=tuple(found.special_procedures),
        power_source=found.power_source,
        service_area=found.service_area,
        delegated_to=tuple(found.delegated_to),
        self_service=found.self_service,
        pays_online=found.pays_online,
        visits_reason=found.visits_reason,
        result_sample=found.result_sample,
        listed_as=found.listed_as,
        quantity_limit=found.quantity_limit,
        content=found.content,
    )


def authority_of(carried_out: Implementation) -> AuthorityView:
    """Return the authority that carries an item out; it must be loaded with its region."""
    authority = carried_out.authority
    return AuthorityView(
        id=authority.pk,
        key=authority.key,
        uscc=authority.uscc,
        name=authority.name,
        short_name=authority.short_name,
        name_en=authority.name_en,
        region_code=authority.region_id,
        region_name=authority.region.name,
        line=authority.line,
        phone=authority.phone,
        complaint_phone=authority.complaint_phone,
        address=authority.address,
        document_mark=authority.document_mark or authority.short_name,
    )


def material_of(row: Material) -> MaterialView:
    """Return a row of the material list as plain values."""
    return MaterialView(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        necessity=row.necessity,
        carrier=row.carrier,
        source=row.source,
        issuer=row.issuer,
        form=row.form,
        copies=row.copies,
        accepts=tuple(row.accepts),
        max_mb=row.max_mb,
        note=row.note,
        exempt_path=row.exempt_path,
        exempt_code=row.exempt_code,
        exempt_reason=row.exempt_reason,
        assisted_by=row.assisted_by,
        sample=row.sample,
        defer_days=row.defer_days,
        is_proof=row.is_proof,
        copy_kind=row.copy_kind,
        standard=row.standard,
        basis=row.basis,
    )


def _step(row: Step) -> StepView:
    return StepView(
        code=row.code,
        name=row.name,
        authority_id=row.authority_id,
        authority_key=row.authority.key,
        authority_name=row.authority.name,
        authority_name_en=row.authority.name_en,
        days=row.days,
        after=tuple(row.after),
        lead=row.lead,
        kind=row.kind,
        only_when=row.only_when,
    )
