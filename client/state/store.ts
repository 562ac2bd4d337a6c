/** The page's one store: a value, a way to change it, and who wants to know. It knows nothing of React. */

export interface Store<T> {
  get(): T;
  /** Merges a part; listeners hear only of real changes. */
  set(part: Partial<T>): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(part) {
      const changed = (Object.keys(part) as (keyof T)[]).some((key) => !Object.is(part[key], value[key]));
      if (!changed) return;
      value = { ...value, ...part };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
