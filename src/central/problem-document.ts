// Problem document: the closed list of what central refuses, told as RFC 9457 says. A detail never repeats what was sent.

import { redactText } from '../base/redact.ts';
import type { ParseProblem } from '../contract/parse.ts';
import type { Speaks } from '../contract/signing.ts';

const problems = {
  malformed: [400, 'The request cannot be read'],
  unsigned: [401, 'The request is not signed as it must be'],
  unknownKiosk: [401, 'No computer has joined as this kiosk'],
  forged: [401, 'The signature does not fit the request'],
  clockSkew: [401, 'The time of the request is too far from the time here'],
  replayed: [401, 'This request was received before'],
  noToken: [401, 'The bearer token is missing or wrong'],
  notSignedIn: [401, 'The account or the password is wrong'],
  noSession: [401, 'Nobody is signed in here, or not any more'],
  otherSite: [403, 'The request did not come from the console itself'],
  notAllowed: [403, 'The role of this account has no such function'],
  wrongPassword: [403, 'The password is wrong'],
  kioskRevoked: [403, 'This computer may no longer speak for its kiosk; one has to join anew'],
  codeWrong: [403, 'The enrolment code is wrong'],
  codeUsed: [403, 'The enrolment code was used already'],
  codeExpired: [403, 'The enrolment code is older than 24 hours'],
  notFound: [404, 'There is no such thing here'],
  unknownPerson: [404, 'This person is not known; add the person first'],
  kioskNotRegistered: [404, 'This kiosk is not known; register the kiosk first'],
  taken: [409, 'That id stands for something else'],
  notNow: [409, 'That cannot be done in the present state'],
  replaced: [409, 'Another computer has joined as this kiosk'],
  takenByOther: [409, 'Somebody else sees to it'],
  cursorAhead: [409, 'The cursor is beyond the last news; begin again at 0'],
  keyNotProved: [409, 'The new key did not sign for itself, or is the key of another kiosk'],
  tooLarge: [413, 'The request is too large'],
  notJson: [415, 'The body must be application/json'],
  notPrintable: [422, 'It cannot be put on paper'],
  noPhone: [422, 'Neither the item nor the person has a phone number'],
  tooManyTries: [429, 'Too many wrong tries; wait a little'],
  protocolTooOld: [426, 'This kiosk speaks an older protocol than central; update the kiosk'],
  protocolTooNew: [426, 'This kiosk speaks a newer protocol than central; update central'],
  internal: [500, 'Something is wrong at central'],
  closing: [503, 'This process of central is ending; ask another'],
  databaseAway: [503, 'The database of central does not answer; ask again'],
} as const satisfies Record<string, readonly [number, string]>;

export interface Refusal {
  readonly problem: keyof typeof problems;
  readonly detail?: string;
  /** UTC ms, so that a kiosk with a dead clock battery learns the time. */
  readonly serverTime?: number;
  /** What central speaks, for one that speaks something else. */
  readonly speaks?: Speaks;
}

export function refusal(problem: keyof typeof problems, more: Omit<Refusal, 'problem'> = {}): Refusal {
  return { problem, ...more };
}

/** Where and why, without the parts that quote what was sent: it could name somebody. At most 500 characters. */
export function reasonOf(lines: readonly string[]): string {
  const unquoted = lines.map((line) => line.replace(/ but received .*$/s, '').replace(/(: not JSON) .*$/s, '$1'));
  return redactText(unquoted.join('; '))
    .replace(/\p{Cc}|\p{Cs}/gu, ' ')
    .slice(0, 500);
}

export function malformed({ lines }: ParseProblem): Refusal {
  return { problem: 'malformed', detail: reasonOf(lines) };
}

export function problemDocument({ problem, ...more }: Refusal): { readonly status: number; readonly body: string } {
  const [status, title] = problems[problem];
  return { status, body: JSON.stringify({ type: `urn:nighthall:problem:${problem}`, title, status, ...more }) };
}
