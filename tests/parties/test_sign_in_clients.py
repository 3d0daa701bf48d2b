"""Which systems may sign people in, and who decides it."""

import pytest
from allauth.idp.oidc.models import Client

from tests.parties.factories import (
    AT,
    DAY,
    make_account,
    make_administrator,
    make_authority,
    make_mandate,
    make_organisation,
    make_person,
)
from tongban.kernel.errors import NotFound
from tongban.parties.actions import (
    IssuedClient,
    SignInClientOver,
    SignInClientUnclear,
    close_sign_in_client,
    consent_to_sign_in,
    register_sign_in_client,
    renew_sign_in_secret,
    revoke_sign_in,
)
from tongban.parties.models import ClientSystem, PartyEvent, SignInClient, SignInConsent
from tongban.parties.queries import (
    actor_of,
    claims_of,
    consented,
    sign_in_clients,
    sign_in_consents,
    system_of_client,
)
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.sign_in import redirect_problem
from tongban.parties.rules.views import AuthorityName

pytestmark = pytest.mark.django_db


def register(administrator: Actor, **more: object) -> IssuedClient:
    (authority,) = {held.authority_id for held in administrator.duties}
    asked: dict[str, object] = {
        "authority_id": authority,
        "key": "pension",
        "name": "养老保险网上大厅",
        "redirect_uris": ["https://pension.example/back"],
        "scopes": ["id_number"],
    }
    return register_sign_in_client(**{**asked, **more}, actor=administrator, at=AT)  # type: ignore[arg-type]


class TestRegisterSignInClient:
    def test_gives_a_secret_that_is_kept_as_a_hash_only(self) -> None:
        administrator = make_administrator()

        issued = register(administrator)

        client = Client.objects.get(pk=issued.client_id)
        assert client.check_secret(issued.secret)
        assert issued.secret not in client.secret
        assert issued.secret not in repr(issued)
        assert client.get_scopes() == ["openid", "profile", "id_number"]
        assert (client.skip_consent, client.get_response_types()) == (False, ["code"])
        (seen,) = sign_in_clients(administrator)
        assert (seen.key, seen.people, seen.closed_at) == ("pension", 0, None)
        assert PartyEvent.objects.get().kind == "register_sign_in_client"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"key": "有"}, "key"),
            ({"name": ""}, "name"),
            ({"redirect_uris": []}, "redirect_uris"),
            ({"redirect_uris": ["http://pension.example/back"]}, "redirect_uris"),
            ({"redirect_uris": ["https://*.example/back"]}, "redirect_uris"),
            ({"scopes": ["everything"]}, "scopes"),
        ],
    )
    def test_says_at_the_field_what_is_wrong_and_keeps_nothing(self, wrong: dict[str, object], field: str) -> None:
        with pytest.raises(SignInClientUnclear) as refused:
            register(make_administrator(), **wrong)

        assert set(refused.value.errors) == {field}
        assert not Client.objects.exists()
        assert not ClientSystem.objects.exists()

    def test_tells_whose_it_is_in_both_languages(self) -> None:
        owner = make_authority(name_en="Qinghe Pension Bureau")
        administrator = make_administrator(owner)

        issued = register(administrator)

        (seen,) = sign_in_clients(administrator)
        assert (seen.authority_name, seen.authority_name_en) == (owner.name, "Qinghe Pension Bureau")
        known = AuthorityName(owner.name, "Qinghe Pension Bureau")
        assert system_of_client(issued.client_id) == ("养老保险网上大厅", known)

    def test_is_for_the_administrators_of_the_authority(self) -> None:
        mine, other = make_administrator(), make_administrator()
        issued = register(mine)

        for act in (
            lambda: register(other, authority_id=next(iter(mine.duties)).authority_id, key="theirs"),
            lambda: renew_sign_in_secret(sign_in_client_id=issued.id, actor=other, at=AT),
            lambda: close_sign_in_client(sign_in_client_id=issued.id, actor=other, at=AT),
        ):
            with pytest.raises(NotFound):
                act()
        with pytest.raises(SignInClientUnclear):
            register(other)

        assert sign_in_clients(other) == []
        assert SignInClient.objects.count() == 1

    def test_is_registered_once_until_it_is_closed(self) -> None:
        administrator = make_administrator()
        issued = register(administrator)

        with pytest.raises(SignInClientUnclear):
            register(administrator)
        close_sign_in_client(sign_in_client_id=issued.id, actor=administrator, at=AT)
        with pytest.raises(SignInClientOver):
            close_sign_in_client(sign_in_client_id=issued.id, actor=administrator, at=AT)

        assert register(administrator).client_id != issued.client_id

    def test_changes_the_secret(self) -> None:
        administrator = make_administrator()
        old = register(administrator)

        new = renew_sign_in_secret(sign_in_client_id=old.id, actor=administrator, at=AT)

        client = Client.objects.get(pk=old.client_id)
        assert (client.check_secret(new.secret), client.check_secret(old.secret)) == (True, False)


class TestConsent:
    def test_is_seen_and_taken_back_by_its_holder_only(self) -> None:
        issued = register(make_administrator())
        holder = actor_of(make_account(person=make_person()), "web", on=DAY)
        stranger = actor_of(make_account(person=make_person("别的人")), "web", on=DAY)
        consent_to_sign_in(client_id=issued.client_id, scopes=["openid", "profile"], actor=holder, at=AT)
        consent_to_sign_in(client_id=issued.client_id, scopes=["openid"], actor=holder, at=AT)
        consent_to_sign_in(client_id=issued.client_id, scopes=["openid", "id_number"], actor=holder, at=AT)

        (mine,) = sign_in_consents(holder)
        assert mine.scopes == ("id_number", "openid", "profile")
        assert sign_in_consents(stranger) == []
        with pytest.raises(NotFound):
            revoke_sign_in(consent_id=mine.id, actor=stranger, at=AT)
        assert consented(holder.account_id or 0, issued.client_id) == {"openid", "profile", "id_number"}
        revoke_sign_in(consent_id=mine.id, actor=holder, at=AT)

        assert consented(holder.account_id or 0, issued.client_id) == frozenset()
        assert SignInConsent.objects.get().revoked_at == AT
        kinds = list(PartyEvent.objects.filter(subject=f"account:{holder.account_id}").values_list("kind", flat=True))
        assert kinds == ["consent_to_sign_in", "consent_to_sign_in", "revoke_sign_in"]

    def test_is_none_for_a_system_that_was_switched_off(self) -> None:
        issued = register(make_administrator())
        holder = actor_of(make_account(person=make_person()), "web", on=DAY)
        consent_to_sign_in(client_id=issued.client_id, scopes=["openid"], actor=holder, at=AT)

        ClientSystem.objects.update(is_active=False)

        assert consented(holder.account_id or 0, issued.client_id) == frozenset()
        with pytest.raises(NotFound):
            consent_to_sign_in(client_id=issued.client_id, scopes=["openid"], actor=holder, at=AT)


class TestListOfSystems:
    def test_asks_no_more_queries_when_there_is_more(self, django_assert_num_queries: object) -> None:
        administrator = make_administrator()
        for serial in range(3):
            register(administrator, key=f"system-{serial}")

        with django_assert_num_queries(1):  # type: ignore[operator]
            assert len(sign_in_clients(administrator)) == 3


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://pension.example/back?a=1", True),
        ("http://localhost:8080/back", True),
        ("http://127.0.0.1/back", True),
        ("http://pension.example/back", False),
        ("https://user@pension.example/", False),
        ("https://pension.example/#part", False),
        ("javascript:alert(1)", False),
        ("//pension.example/back", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_takes_addresses_that_nobody_else_can_read(address: str, right: bool) -> None:
    assert (redirect_problem(address) == "") == right


class TestClaims:
    def test_name_the_organisations_that_the_holder_answers_for_and_no_others(self) -> None:
        head = make_person("方法人")
        own, full, few = make_organisation(legal_representative_person=head), make_organisation(), make_organisation()
        make_mandate(head, organisation=full)
        make_mandate(head, organisation=few, scope=["T1"])

        told = claims_of(make_account(person=head).pk, ["organisations"])

        assert [each["uscc"] for each in told["organisations"]] == [own.uscc, full.uscc]
