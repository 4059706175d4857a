// Console live: sends the desk to every open page, whole, as soon as something of it has changed. The database tells of
// every change after its commit, whichever process made it; a page that comes back gets everything afresh.

import type { ServerResponse } from 'node:http';
import type { Undo } from '../base/undo.ts';
import type { ConsoleRole } from '../contract/console.ts';
import { liveEvents } from '../contract/console-desk.ts';
import { deskOf } from './console-desk.ts';
import { isAlive, type Session } from './console-sessions.ts';
import type { Office } from './office.ts';

const channel = 'nighthall_console';
/** Changes of one moment are told together. */
const gatherMs = 150;
/** Proves to both sides that the line still stands, and finds sessions that have ended. */
const beatMs = 10_000;

interface Stream {
  readonly session: Session;
  readonly response: ServerResponse;
  sent: string;
}

export interface ConsoleLive {
  open(session: Session, response: ServerResponse): void;
  close(): Promise<void>;
}

export async function createConsoleLive(office: Office): Promise<ConsoleLive> {
  const { database, clock, log } = office;
  const streams = new Set<Stream>();
  let isClosed = false;
  let cancelGather: Undo | undefined;
  let cancelBeat: Undo = () => undefined;
  let isReading = false;
  let isDirty = false;

  function end(stream: Stream, text = ''): void {
    if (streams.delete(stream)) stream.response.end(text);
  }

  async function tellAll(): Promise<void> {
    const desks = new Map<ConsoleRole, string>();
    for (const stream of [...streams]) {
      const { role } = stream.session;
      const text = desks.get(role) ?? JSON.stringify(await deskOf(database, role, clock.now()));
      desks.set(role, text);
      if (text === stream.sent || !streams.has(stream)) continue;
      stream.sent = text;
      const head = `{"serverTime":${clock.now()},"queueTime":${office.queueNow()}`;
      stream.response.write(`event: ${liveEvents.desk}\ndata: ${head},${text.slice(1)}\n\n`);
    }
  }

  /** One reading at a time; what changes meanwhile is read once more. */
  function read(): void {
    if (isClosed) return;
    if (isReading) {
      isDirty = true;
      return;
    }
    isReading = true;
    tellAll()
      .catch((error: unknown) => log.error('the console cannot be told', { error }))
      .finally(() => {
        isReading = false;
        if (!isDirty) return;
        isDirty = false;
        read();
      });
  }

  function gather(): void {
    if (streams.size === 0) return;
    cancelGather ??= clock.after(gatherMs, () => {
      cancelGather = undefined;
      read();
    });
  }

  async function checkSessions(): Promise<void> {
    for (const stream of [...streams]) {
      const lives = await isAlive(office, stream.session);
      if (!lives) end(stream, `event: ${liveEvents.over}\ndata: {}\n\n`);
      else if (streams.has(stream)) stream.response.write(':\n\n');
    }
  }

  function beat(): void {
    cancelBeat = clock.after(beatMs, () => {
      checkSessions()
        .catch((error: unknown) => log.error('sessions of the console cannot be read', { error }))
        .finally(() => {
          if (isClosed) return;
          // Some of the desk ages without a change in the database.
          read();
          beat();
        });
    });
  }

  const unlisten = await database.listen(channel, (table) => {
    // undefined: the line to the database was broken, and anything may have happened.
    if (table === undefined || table === 'console_sessions' || table === 'console_accounts')
      void checkSessions().catch((error: unknown) => log.error('sessions of the console cannot be read', { error }));
    gather();
  });
  beat();

  return {
    open(session, response) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-accel-buffering': 'no',
      });
      response.write('retry: 1000\n\n');
      const stream = { session, response, sent: '' };
      streams.add(stream);
      for (const gone of ['close', 'error']) response.on(gone, () => streams.delete(stream));
      read();
    },
    async close() {
      isClosed = true;
      cancelBeat();
      cancelGather?.();
      for (const stream of [...streams]) end(stream);
      await unlisten();
    },
  };
}
