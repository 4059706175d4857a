// Audit: the exact text of a row in the audit log and of its signed head, so that whoever checks hashes the same bytes.

/** Hash before the first row: 64 zeros. */
export const auditStart = '0'.repeat(64);

export interface AuditRow {
  /** 1, 2, 3 … without gaps. */
  readonly row: number;
  readonly id: string;
  /** UTC ms. */
  readonly at: number;
  readonly fact: unknown;
}

export interface AuditHead {
  readonly rows: number;
  /** Hash of the last of those rows. */
  readonly hash: string;
  /** UTC ms at which it was signed. */
  readonly at: number;
}

/** JSON in one form only (RFC 8785): keys sorted by UTF-16 code unit, no spaces; fields that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
    // Not localeCompare: the order must be the same on every machine.
    fields.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonicalJson(inner)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number in the audit log is finite');
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`the audit log cannot hold a ${typeof value}`);
  return text;
}

/** What the hash of a row covers (SHA-256, lower-case hex): the hash before it and everything in it. */
export function auditText(previousHash: string, row: AuditRow): string {
  return canonicalJson({ previous: previousHash, row: row.row, id: row.id, at: row.at, fact: row.fact });
}

/** What the kiosk signs at a checkpoint. */
export function auditHeadText({ rows, hash, at }: AuditHead): string {
  return ['audit-head', '1', rows, hash, at].join('|');
}
