// Config: the one file that describes a site, with defaults; a wrong field is named with its place and the reason.

import * as v from 'valibot';
import { failed, ok, type Result } from '../base/result.ts';
import { devicesSchema, mostChannels, wireOf } from './devices.ts';
import { cellId, cellSize, clockTime, counterName, date, openSpan, shortText, whole, words } from './fields.ts';
import { type ParseProblem, parseJsonWith } from './parse.ts';
import { kioskId } from './sync.ts';

export const siteSchema = v.strictObject({
  kiosk: kioskId,
  point: v.strictObject({ name: words, phone: shortText(40) }),
  /** Windows to which staff bring what they take out of the cells, as citizens know them. */
  counters: v.optional(v.pipe(v.array(counterName), v.minLength(1), v.maxLength(4)), ['1']),
  languages: v.optional(v.pipe(v.array(v.picklist(['zh', 'en'])), v.minLength(1)), ['zh', 'en']),
  /** Shows "trial" on every screen; for simulated devices and the embedded database. */
  trial: v.optional(v.boolean(), false),
  /** From when on, each night, everything begins anew in a moment when nobody is there; without it never. */
  nightlyRestart: v.exactOptional(clockTime),
  hours: v.strictObject({
    timeZone: v.optional(
      v.pipe(
        v.string(),
        v.check(
          (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
          'is not a time zone, e.g. Asia/Shanghai',
        ),
      ),
      'Asia/Shanghai',
    ),
    office: v.array(openSpan),
    hall: v.optional(v.union([v.literal('always'), v.array(openSpan)]), 'always'),
    holidays: v.optional(v.array(date), []),
    workdays: v.optional(v.array(date), []),
  }),
  limits: v.optional(
    v.strictObject({
      /** A session without a touch ends after this. */
      idleMs: v.optional(whole(20_000, 600_000), 60_000),
      /** The question "still there?" comes this long before (WCAG 2.2.1: at least 20 s). */
      warnMs: v.optional(whole(20_000, 60_000), 20_000),
      /** The person may open the emptied cell again for this long. */
      reopenMs: v.optional(whole(0, 600_000), 180_000),
      /** A cell door open for longer is asked to be shut, then reported. */
      doorOpenMs: v.optional(whole(10_000, 600_000), 60_000),
      /** A print job that has not been sent by then is not printed any more, nor left standing in a stopped printer. */
      printExpiryMs: v.optional(whole(10_000, 3_600_000), 120_000),
      /** Still open after this: an alarm for staff. */
      doorAlarmMs: v.optional(whole(10_000, 3_600_000), 300_000),
      /** Rights are not used when the last news from central is older. */
      rightsAgeMs: v.optional(whole(60_000, 30 * 86_400_000), 72 * 3_600_000),
    }),
    {},
  ),
  pickup: v.optional(
    v.strictObject({
      /** Before a door opens: `required` asks for a signature, `optional` lets it be skipped, `none` asks for nothing. */
      signature: v.optional(v.picklist(['required', 'optional', 'none']), 'required'),
      /** The delivery receipt: `offered` prints it at a touch, `printed` after each hand-over. */
      receipt: v.optional(v.picklist(['offered', 'printed']), 'offered'),
    }),
    {},
  ),
  deposit: v.optional(
    v.strictObject({
      /** A label inside each cell is scanned before its door shuts; needs a code scanner. */
      cellLabels: v.optional(v.boolean(), false),
      /** A cell that is kept for something on its way is given back after so long. */
      reservationHours: v.optional(whole(1, 240), 4),
      /** Other cabinets that people are sent to when this one is full. */
      elsewhere: v.optional(
        v.pipe(v.array(v.strictObject({ name: words, metres: whole(0, 100_000) })), v.maxLength(10)),
        [],
      ),
    }),
    {},
  ),
  devices: devicesSchema,
  cabinet: v.optional(
    v.array(
      v.strictObject({
        bank: shortText(10),
        /** Heights of the rows from top to bottom, where all columns are alike. */
        rowHeightsCm: v.exactOptional(v.array(whole(0, 300))),
        columns: v.array(
          v.array(
            v.strictObject({
              cell: cellId,
              board: shortText(20),
              channel: whole(1, mostChannels),
              size: cellSize,
              /** From the floor to the middle of the door; goes before that of the row. */
              heightCm: v.exactOptional(whole(0, 300)),
            }),
          ),
        ),
      }),
    ),
    [],
  ),
  central: v.strictObject({
    url: v.pipe(v.string(), v.regex(/^https?:\/\//, 'must begin with https:// (http:// for a trial on this machine)')),
    /** One-time code from central, used at the first start only. */
    enrolmentCode: v.optional(shortText(40)),
  }),
  /** Serves the kiosk page to a browser on this machine; leave it out in production, where the shell has its own port. */
  window: v.optional(v.strictObject({ port: whole(0, 65_535) })),
  log: v.optional(
    v.strictObject({
      maxBytes: v.optional(whole(10_000, 1_000_000_000), 5_000_000),
      files: v.optional(whole(1, 100), 5),
    }),
    {},
  ),
});
export type Site = v.InferOutput<typeof siteSchema>;

/** Problems that a field alone cannot show: names that point nowhere, two things in one place. */
function crossCheck(site: Site): readonly string[] {
  const lines: string[] = [];
  const boards = new Map(site.devices.boards.map((board) => [board.name, board]));
  if (boards.size !== site.devices.boards.length) lines.push('devices.boards: two boards have the same name');
  const addresses = new Map<string, string>();
  const families = new Map<string, string>();
  site.devices.boards.forEach(({ name, driver, port, address, channels, ...wired }, number) => {
    const wire = wireOf(port);
    const other = addresses.get(`${wire} ${address}`);
    if (other !== undefined)
      lines.push(`devices.boards.${number}.address: ${other} has address ${address} on the same line`);
    addresses.set(`${wire} ${address}`, name);
    const family = families.get(wire) ?? driver;
    if (family !== driver) lines.push(`devices.boards.${number}.driver: another board on the same line is a ${family}`);
    families.set(wire, family);
    for (const list of ['feedbackByChannel', 'sensorByChannel'] as const) {
      const told = (wired[list] ?? []).map(({ channel }) => channel);
      const at = `devices.boards.${number}.${list}`;
      if (new Set(told).size !== told.length) lines.push(`${at}: a channel is there twice`);
      if (told.some((channel) => channel > channels)) lines.push(`${at}: ${name} has only ${channels} channels`);
    }
  });
  lines.push(...sharedWithDoor(site, addresses, families));
  const cells = new Set<string>();
  const places = new Set<string>();
  site.cabinet.forEach(({ columns }, bank) => {
    columns.forEach((column, columnNumber) => {
      column.forEach(({ cell, board, channel }, row) => {
        const at = `cabinet.${bank}.columns.${columnNumber}.${row}`;
        const place = `${board}/${channel}`;
        if (cells.has(cell)) lines.push(`${at}.cell: ${cell} is there twice`);
        if (places.has(place)) lines.push(`${at}.channel: channel ${channel} of ${board} is used twice`);
        const known = boards.get(board);
        if (known === undefined) lines.push(`${at}.board: there is no board named ${board}`);
        else if (channel > known.channels) lines.push(`${at}.channel: ${board} has only ${known.channels} channels`);
        cells.add(cell);
        places.add(place);
      });
    });
  });
  if (site.devices.hallDoor !== undefined && site.devices.hallReader === undefined)
    lines.push('devices.hallReader: a hall door needs a reader beside it');
  if (site.deposit.cellLabels && site.devices.codeScanner === undefined)
    lines.push('deposit.cellLabels: labels inside the cells need a code scanner');
  return lines;
}

/** Lock boards and the hall door may hang on one line, if both are Modbus and their units differ. */
function sharedWithDoor(
  { devices: { hallDoor } }: Site,
  addresses: ReadonlyMap<string, string>,
  families: ReadonlyMap<string, string>,
): readonly string[] {
  if (hallDoor === undefined) return [];
  const wire = wireOf(hallDoor.port);
  const family = families.get(wire);
  const other = addresses.get(`${wire} ${hallDoor.unit}`);
  if (family !== undefined && family !== 'lock-board-modbus')
    return [`devices.hallDoor.port: a board on the same line is a ${family}`];
  return other === undefined ? [] : [`devices.hallDoor.unit: ${other} has address ${hallDoor.unit} on the same line`];
}

/** Reads the text of a site file. The caller puts the file's name in front of each line. */
export function parseSite(text: string): Result<Site, ParseProblem> {
  const parsed = parseJsonWith(siteSchema, text);
  if (!parsed.ok) return parsed;
  const lines = crossCheck(parsed.value);
  return lines.length === 0 ? ok(parsed.value) : failed({ lines });
}
