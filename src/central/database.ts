// Database: the little that central asks of PostgreSQL, so that the trial database and a real one can change places.

export interface Queries {
  /** One statement with $1, $2 … for `parameters`; the rows it returns. bigint columns come as numbers. */
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
}

export interface Database extends Queries {
  /** Committed when `work` resolves, undone when it rejects. What it notified reaches listeners after the commit only. */
  transaction<Value>(work: (queries: Queries) => Promise<Value>): Promise<Value>;
  /** LISTEN on a channel, from this or any other process on the same database; what it returns ends that. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
