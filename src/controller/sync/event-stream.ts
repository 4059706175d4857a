// Event stream: server-sent events out of the pieces in which they come. Pure; what is not asked for is passed over.

import { failed, ok, type Result } from '../../base/result.ts';

export type StreamPart =
  | { readonly is: 'event'; readonly name: string; readonly data: string }
  /** A comment: the line lives. */
  | { readonly is: 'alive'; readonly text: string };

export interface EventReader {
  /** What is complete with this piece, in its order. Fails for a line that no honest server would send. */
  read(piece: string): Result<readonly StreamPart[], 'tooLong'>;
}

/** `most` bounds what an event may hold, in characters. */
export function createEventReader(most: number): EventReader {
  let rest = '';
  let name = '';
  let data: string[] = [];
  let held = 0;

  function take(line: string): StreamPart | undefined {
    if (line === '') {
      const event: StreamPart | undefined =
        data.length === 0 ? undefined : { is: 'event', name: name === '' ? 'message' : name, data: data.join('\n') };
      name = '';
      data = [];
      held = 0;
      return event;
    }
    if (line.startsWith(':')) return { is: 'alive', text: line.slice(1).trim() };
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      data.push(value);
      held += value.length;
    }
    if (field === 'event') name = value;
    return undefined;
  }

  return {
    read(piece) {
      const parts: StreamPart[] = [];
      // A line may end with CR, LF or both; a CR at the very end may have its LF in the next piece.
      const text = rest + piece;
      const complete = text.endsWith('\r') ? text.slice(0, -1) : text;
      const lines = complete.split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + text.slice(complete.length);
      for (const line of lines) {
        const part = take(line);
        if (part !== undefined) parts.push(part);
        if (held > most) return failed('tooLong');
      }
      return rest.length > most ? failed('tooLong') : ok(parts);
    },
  };
}
