-- The register of proofs: what a verification code answers. Title, number and day stay sealed with the document.

create table proofs (
  document text primary key references documents,
  -- SHA-256 of the code without its hyphens: whoever reads this table can answer no code with it.
  code_hash text not null unique,
  issued_at bigint not null,
  state text not null default 'valid' check (state in ('valid', 'void')),
  voided_at bigint,
  void_reason text,
  check ((state = 'void') = (voided_at is not null and void_reason is not null))
);

-- Files that a kiosk has made of a proof. Each copy has its own bytes: copy number and time stand in it.
create table proof_files (
  document text not null references proofs,
  sha256 text not null check (length(sha256) = 64),
  copy integer not null,
  kiosk text not null references kiosks,
  told_at bigint not null,
  primary key (document, sha256)
);

-- Only added to: what happened to a proof, in its order.
create table proof_events (
  position bigint generated always as identity primary key,
  document text not null references proofs,
  at bigint not null,
  what text not null check (what in ('issued', 'voided', 'fileTold')),
  why text,
  -- The clerk's own words.
  sealed_note text
);
