// Person: somebody the hall knows only as a keyed hash and a mask; the number itself never gets this far.

declare const isPersonKey: unique symbol;
/** Keyed hash of an ID number, 64 lower-case hex digits; the same at every kiosk of one centre. */
export type PersonKey = string & { readonly [isPersonKey]: true };

export function personKeyOf(hex: string): PersonKey {
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error('a person key has 64 hex digits');
  return hex as PersonKey;
}

/** What a card proved, without anything that names the person in full. */
export interface Holder {
  readonly person: PersonKey;
  /** e.g. 张*  */
  readonly maskedName: string;
  /** e.g. 310***********002X */
  readonly maskedNumber: string;
  /** YYYY-MM-DD, local to the hall. */
  readonly validFrom: string;
  /** YYYY-MM-DD, valid through that day; null = without end. */
  readonly validTo: string | null;
}

export type StaffRole = 'depositor' | 'technician';

export interface Staff {
  readonly person: PersonKey;
  readonly role: StaffRole;
  /** Name on the staff badge, shown to the staff member only. */
  readonly badge: string;
  /** scrypt hash of the PIN, as central made it; checked outside the rules. */
  readonly pinHash: string;
}

/** Keeps the first character and hides the rest: 张三 → 张*, 欧阳娜娜 → 欧***. */
export function maskName(name: string): string {
  const characters = [...name.trim()];
  return characters.length === 0 ? '*' : `${characters[0]}${'*'.repeat(Math.max(1, characters.length - 1))}`;
}

/** Keeps three characters at the front and four at the end. */
export function maskNumber(number: string): string {
  return number.length <= 7
    ? '*'.repeat(number.length)
    : `${number.slice(0, 3)}${'*'.repeat(number.length - 7)}${number.slice(-4)}`;
}
