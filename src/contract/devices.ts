// Devices: what a site file says of each device: its driver, where it is plugged in, and how it is wired.

import * as v from 'valibot';
import { shortText, whole } from './fields.ts';

const speed = v.picklist([9_600, 19_200, 38_400, 57_600, 115_200]);
const usbNumber = v.pipe(v.string(), v.regex(/^[0-9a-f]{4}$/, 'must be four hex digits in small letters, e.g. 1a86'));
const usbIdentity = {
  vendorId: usbNumber,
  productId: usbNumber,
  /** Needed when two of the same kind are plugged in. */
  serialNumber: v.optional(shortText(100)),
};

const serialPort = v.strictObject({
  kind: v.literal('serial'),
  /** e.g. /dev/serial/by-id/usb-… so that a changed plug order does not swap devices. */
  path: shortText(200),
  speed,
});
/** A USB adapter, found by what it is at each opening, wherever it is plugged in. */
const usbSerialPort = v.strictObject({ kind: v.literal('usbSerial'), ...usbIdentity, speed });
const tcpPort = v.strictObject({ kind: v.literal('tcp'), host: shortText(200), port: whole(1, 65_535) });
const hidPort = v.strictObject({ kind: v.literal('hid'), ...usbIdentity });

/** A line that carries a plain stream of bytes. */
export const portSchema = v.variant('kind', [serialPort, usbSerialPort, tcpPort]);
export type PortConfig = v.InferOutput<typeof portSchema>;
export type HidPortConfig = v.InferOutput<typeof hidPort>;

/** The same for two ports exactly when they are the same wire. */
export function wireOf(port: PortConfig): string {
  switch (port.kind) {
    case 'serial':
      return port.path;
    case 'usbSerial':
      return `usb ${port.vendorId}:${port.productId} ${port.serialNumber ?? ''}`.trim();
    case 'tcp':
      return `${port.host}:${port.port}`;
  }
}

const cardReader = v.strictObject({
  driver: v.literal('card-reader-sam'),
  /** The speed of a serial port is where the search for the module's own speed begins. */
  port: v.variant('kind', [serialPort, usbSerialPort, tcpPort, hidPort]),
});
const receiptPrinter = v.strictObject({
  driver: v.literal('receipt-printer-escpos'),
  port: portSchema,
  /** What the printer is known to do; decides columns, process ids, cutter and presenter unless told otherwise. */
  model: v.optional(v.picklist(['generic', 'epson-tm', 'xprinter', 'masung', 'custom']), 'generic'),
  columns: v.optional(v.picklist([32, 42, 48])),
  /** GS ( H fn 48; on only for models that have it, others print it as text. */
  processId: v.optional(v.boolean()),
  /** What becomes of a slip that nobody takes, where the model has a presenter. */
  leftSlip: v.optional(v.picklist(['retract', 'eject', 'hold']), 'retract'),
});
const documentPrinter = v.strictObject({
  driver: v.literal('document-printer-ipp'),
  url: v.pipe(v.string(), v.regex(/^ipps?:\/\//, 'must begin with ipp:// or ipps://')),
});

/** No board in the field has more locks. */
export const mostChannels = 56;
const feedback = v.picklist(['closedWhenSet', 'openWhenSet', 'none']);
/** What every family of lock boards is told; the wiring wizard finds it out. */
const boardFields = {
  name: shortText(20),
  port: portSchema,
  /** What a set sensor bit says of the door: wiring, not protocol. */
  feedback: v.optional(feedback, 'closedWhenSet'),
  /** Locks that are wired otherwise than the rest of the board. */
  feedbackByChannel: v.optional(v.array(v.strictObject({ channel: whole(1, mostChannels), feedback }))),
  /** Crossed wires: the place of that channel's bit among the sensor bits as sent, from 0. */
  sensorByChannel: v.optional(v.array(v.strictObject({ channel: whole(1, mostChannels), bit: whole(0, 63) }))),
};
const kerongFields = {
  /** On its rotary switch. */
  address: whole(0, 9),
  /** Coil time that is set in the board: 500 for solenoid locks; without it the 1,000 of motor locks are waited for. */
  pulseMs: v.optional(whole(100, 3_000)),
};
const lockBoard = v.variant('driver', [
  v.strictObject({
    ...boardFields,
    driver: v.literal('lock-board-8a'),
    address: whole(1, 255),
    channels: whole(1, 56),
    statusOrder: v.optional(v.picklist(['highFirst', 'lowFirst']), 'highFirst'),
  }),
  v.strictObject({
    ...boardFields,
    driver: v.literal('lock-board-modbus'),
    /** Modbus unit. */
    address: whole(1, 247),
    channels: whole(1, 32),
    /** The board switches the relay off again after this time; rounded up to 100 ms. */
    pulseMs: v.optional(whole(100, 3_000), 500),
  }),
  v.strictObject({
    ...boardFields,
    ...kerongFields,
    driver: v.literal('lock-board-kerong-cu16'),
    channels: whole(1, 16),
  }),
  v.strictObject({
    ...boardFields,
    ...kerongFields,
    driver: v.literal('lock-board-kerong-cu48'),
    channels: whole(1, 48),
  }),
  v.strictObject({
    ...boardFields,
    driver: v.literal('lock-board-wkly'),
    address: whole(0, 255),
    channels: whole(1, 24),
  }),
]);
export type LockBoardConfig = v.InferOutput<typeof lockBoard>;

const onOff = v.picklist(['on', 'off']);
const hallDoor = v.strictObject({
  driver: v.literal('hall-door-modbus'),
  port: portSchema,
  unit: whole(1, 247),
  relay: whole(1, 32),
  contact: v.strictObject({ number: whole(1, 32), closedWhen: onOff }),
  exitButton: v.strictObject({ number: whole(1, 32), pressedWhen: onOff }),
  /** Contact of the fire panel; normally closed, so `alarmWhen: off` makes a cut wire an alarm. */
  fire: v.optional(v.strictObject({ number: whole(1, 32), alarmWhen: onOff })),
  tamper: v.optional(v.strictObject({ number: whole(1, 32), alarmWhen: onOff })),
  /** How long the strike stays released for one person. */
  releaseMs: v.optional(whole(1_000, 30_000), 5_000),
});

const encoding = v.optional(v.picklist(['utf-8', 'gb18030']), 'utf-8');
const codeScanner = v.variant('driver', [
  v.strictObject({
    driver: v.literal('code-scanner-serial'),
    port: portSchema,
    /** The maker's way of starting a look; `none` for a scanner that looks all the time. */
    trigger: v.picklist(['honeywell', 'newland', '7e00', 'none']),
    terminator: v.optional(v.picklist(['CR', 'LF', 'CRLF', 'none']), 'CR'),
    encoding,
    /** Whether the scanner is set up to send ]Q1 and the like before each code. */
    aimPrefix: v.optional(v.boolean(), false),
  }),
  v.strictObject({ driver: v.literal('code-scanner-hidpos'), port: hidPort, encoding }),
]);
export type CodeScannerConfig = v.InferOutput<typeof codeScanner>;

const plainText = v.pipe(shortText(100), v.regex(/^\P{Cc}+$/u, 'must hold no control character'));
const powerSupply = v.strictObject({
  driver: v.literal('power-supply-nut'),
  /** Where upsd listens, usually on port 3493. */
  port: tcpPort,
  /** Name of the supply in ups.conf. */
  ups: plainText,
  account: v.optional(v.strictObject({ user: plainText, password: plainText })),
});
export type PowerSupplyConfig = v.InferOutput<typeof powerSupply>;

export const devicesSchema = v.strictObject({
  kioskReader: cardReader,
  hallReader: v.optional(cardReader),
  receiptPrinter: v.optional(receiptPrinter),
  documentPrinter: v.optional(documentPrinter),
  hallDoor: v.optional(hallDoor),
  codeScanner: v.optional(codeScanner),
  powerSupply: v.optional(powerSupply),
  boards: v.optional(v.array(lockBoard), []),
});
export type DevicesConfig = v.InferOutput<typeof devicesSchema>;

/** One device by itself, for the bench. */
export const deviceSchema = v.variant('driver', [
  cardReader,
  receiptPrinter,
  documentPrinter,
  hallDoor,
  ...codeScanner.options,
  powerSupply,
  ...lockBoard.options,
]);
export type DeviceConfig = v.InferOutput<typeof deviceSchema>;
export const drivers = deviceSchema.options.map((option) => option.entries.driver.literal);
