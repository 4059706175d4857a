// Device words: what each device is called on the technician's page. A board has the name of the site file.

import { type Line, line, type TextKey } from '../text/line.ts';

const named: Readonly<Record<string, TextKey>> = {
  kioskReader: 'deviceKioskReader',
  hallReader: 'deviceHallReader',
  receiptPrinter: 'deviceReceiptPrinter',
  documentPrinter: 'deviceDocumentPrinter',
  hallDoor: 'deviceHallDoor',
  codeScanner: 'deviceCodeScanner',
  powerSupply: 'devicePowerSupply',
};

export function deviceName(name: string): Line {
  const key = named[name];
  return key === undefined ? line('deviceBoard', { name }) : line(key);
}
