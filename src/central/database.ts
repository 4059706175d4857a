// Database: the little that central asks of PostgreSQL, so that the trial database and a real one can change places.

export interface Queries {
  /** One statement with $1, $2 … for `parameters`; the rows it returns. bigint columns come as numbers. */
  query<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
}

export interface Database extends Queries {
  /** The embedded one may lose everything in a power cut. */
  readonly kind: 'embedded' | 'server';
  /** What it is, for a person. */
  readonly name: string;
  /**
   * Committed when `work` resolves, undone when it rejects. What it notified reaches listeners after the commit only. `work`
   * is run again when the server undid it because two transactions waited for each other.
   */
  transaction<Value>(work: (queries: Queries) => Promise<Value>): Promise<Value>;
  /**
   * LISTEN on a channel, from this or any other process on the same database; what it returns ends that. Told `undefined`
   * when the line broke and is back: anything may have been missed.
   */
  listen(channel: string, listener: (payload: string | undefined) => void): Promise<() => Promise<void>>;
  /**
   * What only one process on a database may do at a time. `begin` is called when this one may, and what it returns when it
   * may no more; the function that comes back gives the duty up. A process that dies leaves it to the next.
   */
  onDuty(duty: string, begin: () => Promise<EndDuty>): Promise<EndDuty>;
  /** Connections to it, for the figures; none of an embedded one. */
  connections(): { readonly open: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

export type EndDuty = () => Promise<void>;

/** No answer from the database: nothing is known of what was asked. A later try may succeed. */
export class DatabaseAway extends Error {}
