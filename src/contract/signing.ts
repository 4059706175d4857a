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
