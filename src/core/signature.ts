// Signature: what somebody drew with a finger before a door opened for them. Points of bounded number and size, never text;
// it goes sealed to disk and sealed to central, and into no fact and no log.

/** x and y in turn, from the upper left: x up to `signatureSide`, y up to `signatureHeight` on the sheet of the window. */
export type Stroke = readonly number[];
export type Signature = readonly Stroke[];

export const signatureSide = 1_000;
export const signatureHeight = 370;
export const mostStrokes = 60;
/** Points of one stroke, and of all together. */
export const mostPoints = 600;
/** A dot or a slip of the finger is none. */
const leastPoints = 8;

/** What is sealed, and of what the digest is taken. */
export function signatureText(strokes: Signature): string {
  return JSON.stringify(strokes);
}

export function isSignature(strokes: Signature): boolean {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);
  return points >= leastPoints && points <= mostPoints;
}

/** What a site asks for before a door opens. */
export type SignatureRule = 'required' | 'optional' | 'none';

/** Kept until central has it; `order` is the order to open that it was given for. */
export interface KeptSignature {
  readonly order: string;
  readonly at: number;
  readonly strokes: Signature;
}
