// Log: one JSON object a line, redacted here and nowhere else, so that no caller can forget it.

import type { Clock } from './clock.ts';
import { redact } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** The same log with a fixed `part`, e.g. `lock-board`. */
  part(name: string): Log;
}

/** `write` gets one finished line without its line end. `event` is a fixed phrase, never built from data. */
export function createLog(write: (line: string) => void, clock: Pick<Clock, 'now'>, part = 'main'): Log {
  function line(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    const at = new Date(clock.now()).toISOString();
    write(JSON.stringify({ at, level, part, event, ...(redact(fields) as object) }));
  }
  return {
    debug: (event, fields) => line('debug', event, fields),
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    error: (event, fields) => line('error', event, fields),
    part: (name) => createLog(write, clock, name),
  };
}

export const silentLog: Log = createLog(() => undefined, { now: () => 0 });
