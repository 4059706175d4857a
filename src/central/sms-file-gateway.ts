// SMS file gateway: for trials. A message is "delivered" when its line is in the file and on the disk; one line per id.

import { type FileHandle, open } from 'node:fs/promises';
import { createLock } from '../base/lock.ts';
import { ok } from '../base/result.ts';
import type { SmsGateway } from './sms.ts';

function idOf(line: string): string {
  const { id } = JSON.parse(line) as { readonly id: string };
  return id;
}

/** What was delivered before. A last line without its end was being written when the process died: it is cut off. */
async function readDelivered(file: FileHandle): Promise<Set<string>> {
  const bytes = await file.readFile();
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  if (whole.length < bytes.length) await file.truncate(whole.length);
  return new Set(whole.toString('utf8').split('\n').filter(Boolean).map(idOf));
}

/** `path` gets one JSON object a line: id, phone, text. */
export function createFileGateway(path: string): SmsGateway {
  const lock = createLock();
  let delivered = new Set<string>();
  /** Another process may have added to it since. */
  let knownBytes = -1;
  return {
    send: (message) =>
      lock.run(async () => {
        // 'a+' and 0600: appended only, and phone numbers are nobody else's business.
        const file = await open(path, 'a+', 0o600);
        try {
          if ((await file.stat()).size !== knownBytes) delivered = await readDelivered(file);
          if (delivered.has(message.id)) return ok();
          await file.appendFile(`${JSON.stringify({ id: message.id, phone: message.phone, text: message.text })}\n`);
          await file.sync();
          delivered.add(message.id);
          knownBytes = (await file.stat()).size;
          return ok();
        } finally {
          await file.close();
        }
      }),
  };
}
