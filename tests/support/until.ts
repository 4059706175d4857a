// Waiting for what real lines and processes bring in their own time.

/** Gives up loudly after 20 s, which nothing on a healthy machine takes. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited 20 s for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
