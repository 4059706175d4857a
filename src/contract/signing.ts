// Signing: what a kiosk signs with its Ed25519 key for each request, as text, so that both ends build the same bytes.

export const signatureHeaders = {
  kiosk: 'x-nighthall-kiosk',
  /** UTC ms on the kiosk's clock; refused when more than `maxSkewMs` from central's. */
  time: 'x-nighthall-time',
  /** A fresh UUID; refused when seen before within `maxSkewMs`. */
  nonce: 'x-nighthall-nonce',
  /** base64 of the Ed25519 signature over `requestText`. */
  signature: 'x-nighthall-signature',
} as const;

/** A kiosk with a dead clock battery still gets through: it signs with central's time, which it learnt from an answer. */
export const maxSkewMs = 5 * 60_000;

/**
 * How kiosk and central speak with each other. A kiosk says its newest; central refuses what it does not speak
 * (`protocolTooOld`, `protocolTooNew`) and says from where to where it does (`speaks`), so that a kiosk that is too new can
 * go back to what both speak. 1: long poll only, and no header. 2: news over a stream, keys can be changed.
 */
export const protocolHeader = 'x-nighthall-protocol';
export const protocol = { oldest: 1, newest: 2 } as const;
export interface Speaks {
  readonly oldest: number;
  readonly newest: number;
}

/** What the new key signs, so that nobody can have a key entered that is not theirs; the request is signed by the old one. */
export function newKeyText(kiosk: string, publicKey: string): string {
  return ['new key', '1', kiosk, publicKey].join('\n');
}

export interface SignedRequest {
  readonly kiosk: string;
  readonly method: string;
  /** Path with query, as sent. */
  readonly path: string;
  readonly time: number;
  readonly nonce: string;
  /** Lower-case hex SHA-256 of the body; of nothing when there is none. */
  readonly bodyHash: string;
}

export function requestText({ kiosk, method, path, time, nonce, bodyHash }: SignedRequest): string {
  return ['request', '1', kiosk, method.toUpperCase(), path, time, nonce, bodyHash].join('\n');
}
