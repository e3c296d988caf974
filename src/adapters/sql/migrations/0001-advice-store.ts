/** The advice store as it began. */

import { type Kysely, sql } from "kysely";

// Who may outlive whom: a repository goes with its installation and takes its requests along. Leases, proposals and the
// audit trail stay without one, so that a fence never starts over and a "no" is remembered when the App comes back.
const tables = `
create table kb.installation (
  id bigint primary key,
  account text not null,
  is_suspended boolean not null
);

create table kb.repository (
  id bigint primary key,
  installation bigint not null references kb.installation on delete cascade,
  full_name text not null,
  stage text not null default 'new' check (stage in ('new', 'surveyed', 'onboarding', 'active')),
  is_archived boolean not null,
  due_at timestamptz,
  urgency smallint not null default 0,
  onboarded_at timestamptz
);
create index repository_of_installation on kb.repository (installation, onboarded_at);
create index repository_due on kb.repository (due_at, id) where not is_archived;

create table kb.delivery (
  id text primary key,
  event text not null,
  body_digest text not null,
  received_at timestamptz not null,
  payload json,
  is_finished boolean not null
);
create index delivery_body on kb.delivery (body_digest, event, received_at);
create index delivery_unfinished on kb.delivery (received_at, id) where not is_finished;

create sequence kb.request_revision;
create table kb.request (
  repository bigint not null references kb.repository on delete cascade,
  slot text not null,
  cause json not null,
  asked_at timestamptz not null,
  revision bigint not null,
  primary key (repository, slot)
);
create index request_age on kb.request (asked_at);

create table kb.lease (
  repository bigint primary key,
  fence bigint not null,
  expires_at timestamptz
);

create table kb.proposal (
  repository bigint not null,
  pull_request bigint not null,
  branch text not null,
  head text not null,
  digest text not null,
  state text not null check (state in ('open', 'merged', 'closed', 'declined')),
  declined_at timestamptz,
  primary key (repository, pull_request)
);

create table kb.audit (
  id bigint generated always as identity primary key,
  repository bigint not null,
  at timestamptz not null,
  fence bigint not null,
  what text not null,
  detail text not null
);
create unique index audit_once on kb.audit (repository, at, fence, what, md5(detail));
`;

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw(tables).execute(database);
}
