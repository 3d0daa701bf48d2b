"""The duties that an account holds on a day, alone or with the token it came by, in one statement.

Every request of an official begins with one of the two.
"""

# Who is away holds nothing; their deputy holds it for them. A clerk of an authority that another has authorised for
# its windows receives for that other too, the listed items only.
_GRANTED = """
serving AS NOT MATERIALIZED (
    SELECT id, account_id, name, authority_id FROM parties_official
    WHERE active_from <= %(day)s AND (active_to IS NULL OR active_to >= %(day)s)
), me AS (
    SELECT id, name, authority_id FROM serving WHERE account_id = {account}
), away AS (
    SELECT absence.official_id, absence.deputy_id
    FROM parties_absence absence JOIN me ON me.id IN (absence.official_id, absence.deputy_id)
    WHERE absence.ended_at IS NULL AND %(day)s BETWEEN absence.starts_on AND absence.ends_on
), standing AS (
    SELECT id AS official_id, authority_id AS employer_id, NULL::bigint AS for_id, '' AS for_name FROM me
    WHERE id NOT IN (SELECT official_id FROM away)
    UNION ALL
    SELECT serving.id, serving.authority_id, serving.id, serving.name
    FROM away JOIN me ON me.id = away.deputy_id JOIN serving ON serving.id = away.official_id
), held AS (
    SELECT duty.kind, duty.authority_id, duty.window_id, standing.employer_id, standing.for_id, standing.for_name
    FROM standing JOIN parties_duty duty ON duty.official_id = standing.official_id
    WHERE duty.starts_on <= %(day)s AND (duty.ends_on IS NULL OR duty.ends_on >= %(day)s)
), granted AS (
    SELECT kind, authority_id, window_id, NULL::varchar[] AS task_codes, for_id, for_name FROM held
    UNION ALL
    SELECT 'clerk', given.from_authority_id, held.window_id, given.task_codes, held.for_id, held.for_name
    FROM held JOIN parties_authorisation given ON given.to_authority_id = held.employer_id
    WHERE held.kind = 'clerk' AND given.kind = 'window' AND given.revoked_at IS NULL
        AND (given.window_id IS NULL OR given.window_id = held.window_id)
        AND given.starts_on <= %(day)s AND (given.ends_on IS NULL OR given.ends_on >= %(day)s)
)
"""
_OF_DUTIES = """
me.id, me.name, granted.kind, granted.authority_id, granted.window_id, authority.region_id, granted.task_codes,
    granted.for_id, granted.for_name
"""
_DUTIES = "LEFT JOIN granted ON TRUE LEFT JOIN parties_authority authority ON authority.id = granted.authority_id"

DUTIES_HELD = f"WITH {_GRANTED.format(account='%(account)s')} SELECT {_OF_DUTIES} FROM me {_DUTIES}"

TOKEN_HELD = f"""
WITH token AS (
    SELECT id, token_hash, scopes, expires_at, revoked_at, account_id, client_system_id FROM parties_accesstoken
    WHERE token_hash = %(hash)s
), {_GRANTED.format(account="(SELECT account_id FROM token)")}
SELECT token.id, token.token_hash, token.scopes, token.expires_at, token.revoked_at,
    system.id, system.name, system.is_active, account.id, account.username, account.is_active, account.person_id,
    {_OF_DUTIES}
FROM token
LEFT JOIN parties_clientsystem system ON system.id = token.client_system_id
LEFT JOIN parties_account account ON account.id = token.account_id
LEFT JOIN me ON TRUE {_DUTIES}
"""
