// HID reports of ID-card readers (pure): how SAM frames are put into 64-byte reports, in the two ways that are known.

/**
 * `raw` (2B8B:2721): the frame cut in reports, filled up with zeros, nothing in front.
 * `miaxis` (10C4:0007): each report is a packet of its own with length and sum.
 */
export type HidFraming = 'raw' | 'miaxis';

/** The readers whose framing is known, from the code that their makers published. */
export function hidFramingOf(device: {
  readonly vendorId: number;
  readonly productId: number;
}): HidFraming | undefined {
  if (device.vendorId === 0x2b8b && device.productId === 0x2721) return 'raw';
  if (device.vendorId === 0x10c4 && device.productId === 0x0007) return 'miaxis';
  return undefined;
}

const reportBytes = 64;
const hostMark = 0x88;
const deviceMark = 0xaa;
/** The packet carries a SAM frame. */
const cardCommand = 0xb1;
/** Mark, two bytes of number, two of length. */
const headBytes = 5;
const sumBytes = 2;
/** What stands in front of the part of a frame: from the host the command, from the device the result and two bytes. */
const leadBytes = { host: 1, device: 3 } as const;

export type HidSide = keyof typeof leadBytes;

/** Reports that carry these bytes. A MIAXIS reader takes one packet a command, 56 bytes: no SAM command is so long. */
export function toReports(bytes: Uint8Array, framing: HidFraming, from: HidSide): readonly Uint8Array[] {
  if (framing === 'raw') return cut(bytes, reportBytes).map((part) => fill(part));
  const room = reportBytes - headBytes - leadBytes[from] - sumBytes;
  if (from === 'host' && bytes.length > room) throw new Error(`a HID packet can not hold ${bytes.length} bytes`);
  return cut(bytes, room).map((part) => packet(part, from));
}

/** What a report carries. A packet with a wrong mark, length or sum carries nothing: its frame will not be whole. */
export function fromReport(report: Uint8Array, framing: HidFraming, from: HidSide): Uint8Array {
  return framing === 'raw' ? report : contentOf(report, from);
}

function packet(part: Uint8Array, from: HidSide): Uint8Array {
  const length = leadBytes[from] + part.length;
  const report = new Uint8Array(reportBytes);
  report[0] = from === 'host' ? hostMark : deviceMark;
  report[3] = length & 0xff;
  report[4] = length >> 8;
  report[headBytes] = from === 'host' ? cardCommand : 0;
  report.set(part, headBytes + leadBytes[from]);
  const end = headBytes + length;
  const sum = sumOf(report, end);
  report[end] = sum & 0xff;
  report[end + 1] = sum >> 8;
  return report;
}

function contentOf(report: Uint8Array, from: HidSide): Uint8Array {
  const nothing = new Uint8Array();
  const [mark, , , low = 0, high = 0] = report;
  const end = headBytes + low + 256 * high;
  if (mark !== (from === 'host' ? hostMark : deviceMark)) return nothing;
  if (end < headBytes + leadBytes[from] || end + sumBytes > report.length) return nothing;
  if (from === 'host' && report[headBytes] !== cardCommand) return nothing;
  if ((report[end] ?? 0) + 256 * (report[end + 1] ?? 0) !== sumOf(report, end)) return nothing;
  return report.slice(headBytes + leadBytes[from], end);
}

/** Sum of the bytes from the length to the end of the content, 16 bits. */
function sumOf(report: Uint8Array, end: number): number {
  return report.subarray(3, end).reduce((sum, byte) => (sum + byte) & 0xffff, 0);
}

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  );
}

function fill(part: Uint8Array): Uint8Array {
  const report = new Uint8Array(reportBytes);
  report.set(part);
  return report;
}
