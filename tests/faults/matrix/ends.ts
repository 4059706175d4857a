// Ends: everything that a run of the matrix leaves on the machine, undone in reverse order, also on Ctrl-C.

type End = () => Promise<unknown> | unknown;

const ends: End[] = [];

/** The answer undoes it before the time; then it is not done again at the end. */
export function atEnd(end: End): () => Promise<void> {
  ends.push(end);
  return async () => {
    const place = ends.lastIndexOf(end);
    if (place < 0) return;
    ends.splice(place, 1);
    await end();
  };
}

/** Every end is tried, whatever the others do. */
export async function endAll(): Promise<readonly string[]> {
  const failures: string[] = [];
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  return failures;
}
