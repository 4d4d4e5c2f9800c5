-- The ground of the portal. One text for SQLite and PostgreSQL: text, bigint and double only; times are
-- bigint microseconds UTC; truth is bigint 0 or 1; partial dates are text (2024, 2024-06, 2024-06-01).

-- 代码表: values of code lists with their validity; retired codes stay resolvable.
create table code_list (
  list        text   not null,              -- theme, cycle, region, licence, …
  code        text   not null,
  name_zh     text   not null,
  name_en     text   not null,
  ordinal     bigint not null,
  parent      text,                         -- the code one level up, where the list is a tree
  valid_from  text,
  valid_to    text,
  note        text,
  primary key (list, code)
);

-- 机构. Regions are codes, not organisations.
create table organisation (
  id          text   primary key,           -- UUIDv7
  title       text   not null,
  title_en    text,
  kind        text,                         -- code list organisation_kind
  uscc        text   unique,                -- verified, or absent
  region      text   not null,              -- code list region; '' when not known
  parent      text   references organisation (id),
  origin      text   not null,              -- edited, imported, demo
  created_at  bigint not null,
  unique (region, title)
);

-- 人员: rows only; nobody can sign in yet.
create table person (
  id              text   primary key,
  name            text   not null,
  role            text   not null,          -- DOMAIN §2.1
  organisation_id text   references organisation (id),
  origin          text   not null,
  created_at      bigint not null
);

-- 目录. What the public lists and counts need stands in columns; the full metadata is the current revision's.
create table dataset (
  id              text   primary key,
  code            text   unique,            -- 目录代码; an alias in addresses, never the identity
  slug            text   unique,
  organisation_id text   not null references organisation (id),
  state           text   not null,          -- draft, in_review, returned, published, frozen, withdrawn
  origin          text   not null,          -- edited, imported, demo
  source_key      text   unique,            -- identity of an imported record
  source_digest   text,                     -- what was imported, to know whether it changed
  revision_id     text   not null,          -- the current metadata
  version_id      text,                     -- the current data
  title           text   not null,          -- of the current revision
  open_type       text,                     -- unconditional, conditional, not_open; null when not known
  level           bigint,                   -- 1–4; null when not known
  public          bigint not null,          -- whether a guest may see the metadata; set by the guard alone
  deliverable     bigint not null,          -- whether a guest may download the files; set by the guard alone
  data_updated_at text,                     -- a partial date or RFC 3339
  updated_at      bigint not null,          -- the same as a moment, for ordering; 0 when not known
  downloads       bigint not null,
  views           bigint not null,
  created_at      bigint not null,
  modified_at     bigint not null,
  published_at    bigint,
  withdrawn_at    bigint
);
create index dataset_organisation on dataset (organisation_id, public);
create index dataset_public on dataset (public, id);

-- Metadata as it was at one time: who, when, why.
create table revision (
  id          text   primary key,
  dataset_id  text   not null references dataset (id),
  number      bigint not null,
  metadata    text   not null,              -- JSON of catalogue::Metadata
  defects     text   not null,              -- JSON list of codes; imported records only
  actor       text   not null,
  reason      text   not null,
  created_at  bigint not null,
  unique (dataset_id, number)
);

-- Data as it was at one time; never changed.
create table version (
  id          text   primary key,
  dataset_id  text   not null references dataset (id),
  number      bigint not null,
  name        text   not null,
  notes       text,
  supersedes  text   references version (id),
  created_at  bigint not null,
  unique (dataset_id, number)
);

-- Stored bytes, named by the SHA-256 of what they mean.
create table object (
  sha256        text   not null,
  form          text   not null,            -- plain or sealed
  byte_size     bigint not null,            -- before sealing
  block_digests text   not null,            -- SHA-256 of each stored 1 MiB block, hexadecimal, concatenated
  state         text   not null,            -- ok or damaged
  created_at    bigint not null,
  checked_at    bigint not null,
  primary key (sha256, form)
);

-- 资源. A hosted one points at an object; the others at an address.
create table distribution (
  id          text   primary key,
  version_id  text   not null references version (id),
  dataset_id  text   not null references dataset (id),
  ordinal     bigint not null,
  kind        text   not null,              -- hosted, external, api
  title       text   not null,
  format      text,
  url         text,
  sha256      text,
  form        text,
  byte_size   bigint,
  row_count   bigint,
  created_at  bigint not null,
  unique (version_id, ordinal),
  foreign key (sha256, form) references object (sha256, form)
);
create index distribution_dataset on distribution (dataset_id);
create index distribution_object on distribution (sha256);

-- Other names of a dataset, which redirect to it: outside ids, codes and slugs of old.
create table alias (
  name        text   primary key,           -- such as odweb:80866
  dataset_id  text   not null references dataset (id)
);
create index alias_dataset on alias (dataset_id);

-- The change feed: index replicas and page caches follow it, each with its own cursor.
-- seq grows in the order of commits (one writer; on PostgreSQL under an advisory lock).
create table change (
  seq         bigint primary key,
  kind        text   not null,              -- dataset, organisation
  id          text   not null,
  at          bigint not null
);

-- Use, by day.
create table usage (
  day         text   not null,              -- in Asia/Shanghai
  kind        text   not null,              -- download, view
  dataset_id  text   not null,
  count       bigint not null,
  primary key (day, kind, dataset_id)
);

-- Wishes that the serving process carries out, such as a rebuild of the index.
create table request (
  name        text   primary key,
  at          bigint not null
);

-- The record of who did what.
create table audit_event (
  seq         bigint primary key,
  at          bigint not null,
  actor       text   not null,
  role        text   not null,
  action      text   not null,
  kind        text   not null,
  object_id   text   not null,
  detail      text   not null               -- JSON; no personal data
);
