// Undo: what every `on…` and `start…` returns; calling it twice is harmless.

export type Undo = () => void;

/** A set of listeners for one event. A listener that throws is a bug and is reported by the caller of `tell`. */
export interface Listeners<Event> {
  add(listener: (event: Event) => void): Undo;
  tell(event: Event): void;
}

export function createListeners<Event>(): Listeners<Event> {
  const all = new Set<(event: Event) => void>();
  return {
    add(listener) {
      const entry = (event: Event) => listener(event);
      all.add(entry);
      return () => {
        all.delete(entry);
      };
    },
    tell(event) {
      for (const listener of [...all]) listener(event);
    },
  };
}
