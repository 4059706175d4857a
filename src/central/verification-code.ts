// Verification code: 75 random bits and a check sign, made to be typed from paper.

/** Without I, L, O and U: what is read as one of the first three is taken for 1 or 0. */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomSigns = 15;

/** Times x in the field of 32 elements (x^5 + x^2 + 1). */
function timesX(value: number): number {
  const doubled = value << 1;
  return doubled > 31 ? doubled ^ 0b100101 : doubled;
}

/**
 * Sum of sign × x^place. x has order 31, so each of up to 31 places has another weight: one wrong sign, or any two that
 * changed places, never leave the sum as it was.
 */
function weighedSum(values: readonly number[]): number {
  return values.reduce((sum, value) => timesX(sum) ^ value, 0);
}

/** Like A7KD-29QX-M3TP-9XYZ. `random` gives that many fresh bytes. */
export function newVerificationCode(random: (count: number) => Uint8Array): string {
  const values = [...random(randomSigns)].map((byte) => byte % 32);
  const check = timesX(weighedSum(values));
  const text = [...values, check].map((value) => signs[value]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** One spelling for every way to type it: full width, lower case, spaces, hyphens, look-alikes. undefined for what is none. */
export function plainCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-Z]{1,40}$/.test(plain) ? plain : undefined;
}

/** Whether the check sign of a plain code fits. */
export function isWellTyped(plain: string): boolean {
  const values = [...plain].map((sign) => signs.indexOf(sign));
  return values.length === randomSigns + 1 && !values.includes(-1) && weighedSum(values) === 0;
}
