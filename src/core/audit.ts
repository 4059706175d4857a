// Audit: the exact text of a row in the audit log and of its signed head, so that whoever checks hashes the same bytes.

/** Hash before the first row: 64 zeros. */
export const auditStart = '0'.repeat(64);

export interface AuditRow {
  /** 1, 2, 3 … without gaps. */
  readonly row: number;
  readonly id: string;
  /** UTC ms. */
  readonly at: number;
  /** In its one form, as `canonicalJson` makes it. */
  readonly fact: string;
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
    let fields = '';
    const inner = value as Readonly<Record<string, unknown>>;
    // Sorted without a locale: the order must be the same on every machine.
    for (const name of Object.keys(inner).sort()) {
      if (inner[name] === undefined) continue;
      fields += `${fields === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(inner[name])}`;
    }
    return `{${fields}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a number in the audit log is finite');
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error(`the audit log cannot hold a ${typeof value}`);
  return text;
}

/**
 * What the hash of a row covers (SHA-256, lower-case hex): the hash before it and everything in it, as canonical JSON with
 * the fact put in as it stands.
 */
export function auditText(previousHash: string, { row, id, at, fact }: AuditRow): string {
  return `{"at":${at},"fact":${fact},"id":${JSON.stringify(id)},"previous":${JSON.stringify(previousHash)},"row":${row}}`;
}

/** What the kiosk signs at a checkpoint. */
export function auditHeadText({ rows, hash, at }: AuditHead): string {
  return ['audit-head', '1', rows, hash, at].join('|');
}
