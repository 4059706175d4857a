// Vendor status: replies that only one maker's printers give, as named bits. Sources: CUSTOM KPM150, KPM300 and VKP80
// command references; Masung SDK (class PrintCmd); print801 firmware (monobyte.c).

/** CUSTOM, DLE EOT 14: `10 0F` and four bytes: paper, user, recoverable and unrecoverable errors. */
export function readCustomStatus(bytes: Uint8Array) {
  const [, , paper = 0, user = 0, recoverable = 0, unrecoverable = 0] = bytes;
  return {
    paperEnd: bit(paper, 0x01),
    paperNearEnd: bit(paper, 0x04),
    ticketAtOutput: bit(paper, 0x20),
    headUp: bit(user, 0x01),
    coverOpen: bit(user, 0x02),
    headHot: bit(recoverable, 0x01),
    supplyVoltage: bit(recoverable, 0x08),
    paperJam: bit(recoverable, 0x40),
    cutterError: bit(unrecoverable, 0x01),
    memoryError: bit(unrecoverable, 0x0c),
  } as const;
}

export const customStatusLength = 6;

/** Whether these are the first bytes of a CUSTOM full status. */
export function isCustomStatus(bytes: Uint8Array): boolean {
  return bytes.length >= customStatusLength && bytes[0] === 0x10 && bytes[1] === 0x0f;
}

/** Masung, DLE EOT 5: the sensors of the exit. */
export function readMasungExit(byte: number) {
  return {
    paperBlocked: bit(byte, 0x01),
    paperPulled: bit(byte, 0x02),
    paperAtExit: bit(byte, 0x04),
    paperJam: bit(byte, 0x08),
    holderError: bit(byte, 0x80),
  } as const;
}

/** print801, `10 06 01`: what became of the last slip. */
export function readBillStatus(byte: number) {
  return { initial: bit(byte, 0x01), printedAndCut: bit(byte, 0x08), error: bit(byte, 0x10) } as const;
}

function bit(byte: number, mask: number): boolean {
  return (byte & mask) !== 0;
}
