// Redaction: takes personal data out of anything that is about to be written to a log, a trace or an error report.

/** Fields that never leave the process in clear, whatever they hold. Compared without case. */
const privateFields = new Set(
  [
    'name',
    'englishName',
    'idNumber',
    'number',
    'passNumber',
    'formerNumber',
    'address',
    'birth',
    'phone',
    'photo',
    'fingerprint',
    'pin',
    'secret',
    'token',
    'code',
    'privateKey',
    'password',
    'authority',
    'holder',
  ].map((field) => field.toLowerCase()),
);

// A resident number (18), a 2023 permanent-resident number (18), an old permanent-resident number (15, three letters),
// an old resident number (15) and a mainland mobile number (11).
const numbers = [
  /(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z])[A-Z]{3}\d{12}(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z.])[1-9]\d{14}(?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])/g,
];

export const removed = '[removed]';

export function redactText(text: string): string {
  return numbers.reduce((clean, number) => clean.replace(number, removed), text);
}

/** A copy that is safe to write: private fields replaced, number-like texts replaced, bytes replaced by their length. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return redactText(value.toString());
  if (value instanceof Error)
    return { error: value.name, message: redactText(value.message), stack: redactText(value.stack ?? '') };
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [
        field,
        privateFields.has(field.toLowerCase()) ? removed : redact(inner),
      ]),
    );
  }
  return value;
}
