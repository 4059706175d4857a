// Profiles: what differs between makers of ESC/POS printers, as data. The site file names one; none is guessed from what
// a printer answers, since clones copy the names of others and a wrong vendor command prints as words.
// Sources: Epson ESC/POS reference, CUSTOM VKP80 and KPM manuals, Masung SDK, manuals of Xprinter and SPRT, and the
// print801 firmware that many Chinese models run.

import type { PrinterFont } from './characters.ts';
import { countTextRequest } from './count-text.ts';
import type { Columns } from './layout.ts';
import { cutCountRequest } from './protocol.ts';

export type ProfileName = 'generic' | 'epson-tm' | 'xprinter' | 'masung' | 'custom';

/** What becomes of a slip that nobody takes. `hold`: it stays in the mouth until somebody does. */
export type LeftSlip = 'retract' | 'eject' | 'hold';

/** A motor that holds the cut slip in the mouth. */
export interface Presenter {
  /** Sent behind the cut. The printer keeps the time itself, so that a slip is drawn in even when the computer is gone. */
  readonly present: Readonly<Record<LeftSlip, Uint8Array>>;
  readonly retractNow: Uint8Array;
}

export interface StatusQuirks {
  /** Near end alone sets "offline" and "stopped by paper end" (print801). Where it is false, offline is offline. */
  readonly nearEndReadsOffline: boolean;
  /** Bit 1 of the paper status is a sensor: clear when no slip hangs at the exit (Masung). */
  readonly slipAtExitBit: boolean;
}

export interface PrinterProfile {
  readonly name: ProfileName;
  /** Characters of 12 dots a line. */
  readonly columns: { readonly mm80: Columns; readonly mm58: Columns };
  readonly font: PrinterFont;
  /** Turns two-byte text on; ESC @ before it brings back the power-on setting. */
  readonly chineseOn: Uint8Array;
  /** Feeds to the cutter and cuts. */
  readonly cut: Uint8Array;
  readonly presenter?: Presenter;
  /** GS ( H fn 48. A model without it may print the block as text. */
  readonly processId: boolean;
  /** Asks for the cuts in the life of the printer; null where it keeps no count that is known. */
  readonly cutCount: Uint8Array | null;
  /** GS a. Not where a reply of the maker looks like the head of an automatic status. */
  readonly automaticStatus: boolean;
  /** The largest GS v 0 block that the receive buffer takes whole; 0: no raster, and rare characters are refused. */
  readonly rasterBlockBytes: number;
  /** By GS ( k with this code for level M, or drawn. */
  readonly qr: { readonly by: 'command'; readonly levelM: number } | { readonly by: 'raster' };
  readonly statusQuirks: StatusQuirks;
}

const bytes = (...codes: readonly number[]) => Uint8Array.from(codes);

/** FS &. */
const chineseOn = bytes(0x1c, 0x26);
/** GS V B 3: feeds to the cutter and three units more, then cuts all but one point, so that the slip can't fall. */
const feedAndPartialCut = bytes(0x1d, 0x56, 0x42, 0x03);

/** What every printer for Chinese text can do, and nothing else. */
const generic: PrinterProfile = {
  name: 'generic',
  columns: { mm80: 48, mm58: 32 },
  font: 'gb18030',
  chineseOn,
  cut: feedAndPartialCut,
  processId: false,
  cutCount: null,
  automaticStatus: false,
  rasterBlockBytes: 4_096,
  qr: { by: 'command', levelM: 0x31 },
  statusQuirks: { nearEndReadsOffline: true, slipAtExitBit: true },
};

export const profiles: Readonly<Record<ProfileName, PrinterProfile>> = {
  generic,
  /** TM-T81, T82 and m30 and later, T88 from IV on (42 columns at 180 dpi on older T88: set the columns by hand). */
  'epson-tm': {
    ...generic,
    name: 'epson-tm',
    processId: true,
    cutCount: cutCountRequest,
    automaticStatus: true,
    statusQuirks: { nearEndReadsOffline: false, slipAtExitBit: false },
  },
  /** GB18030 is on by default; some have a switch for it (XP-C2008: SW-4 off). */
  xprinter: {
    ...generic,
    name: 'xprinter',
    statusQuirks: { nearEndReadsOffline: true, slipAtExitBit: false },
  },
  /** MS-D347 and EP800 to 802. Their QR commands differ by model, so codes are drawn; ESC m cuts where the paper is. */
  masung: {
    ...generic,
    name: 'masung',
    font: 'gb2312',
    cut: bytes(0x1b, 0x64, 0x05, 0x1b, 0x6d),
    qr: { by: 'raster' },
    statusQuirks: { nearEndReadsOffline: false, slipAtExitBit: true },
  },
  /** VKP80III and KPM with presenter: full cut, as the presenter holds the slip; 23 steps out; waits 30 s. */
  custom: {
    ...generic,
    name: 'custom',
    cut: bytes(0x1d, 0x56, 0x41, 0x00),
    presenter: {
      present: {
        retract: bytes(0x1c, 0x50, 0x17, 0x01, 0x52, 0x1e),
        eject: bytes(0x1c, 0x50, 0x17, 0x01, 0x45, 0x1e),
        hold: bytes(0x1d, 0x65, 0x03, 0x0c),
      },
      retractNow: bytes(0x1d, 0x65, 0x02),
    },
    cutCount: countTextRequest,
    // Counts its levels from "automatic": 31 is L there.
    qr: { by: 'command', levelM: 0x32 },
    statusQuirks: { nearEndReadsOffline: false, slipAtExitBit: false },
  },
};
