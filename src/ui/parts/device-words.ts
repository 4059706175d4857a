// Device words: what each device is called on the technician's page. A board has the name of the site file.

import type { Words } from '../../core/words.ts';
import { type Line, line, say, type TextKey } from '../text/line.ts';

const named: Readonly<Record<string, TextKey>> = {
  kioskReader: 'deviceKioskReader',
  hallReader: 'deviceHallReader',
  receiptPrinter: 'deviceReceiptPrinter',
  documentPrinter: 'deviceDocumentPrinter',
  hallDoor: 'deviceHallDoor',
  codeScanner: 'deviceCodeScanner',
  powerSupply: 'devicePowerSupply',
};

/** In both languages, to be filled into a sentence. */
export function deviceWords(name: string): Words {
  return { zh: say(deviceName(name), 'zh'), en: say(deviceName(name), 'en') };
}

export function deviceName(name: string): Line {
  const key = named[name];
  return key === undefined ? line('deviceBoard', { name }) : line(key);
}
