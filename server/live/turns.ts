/** Who waits for whom: one after the other, one answer for many, a few at a time. */

/** Runs one work after the other; one that fails does not stop the next. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** Many who ask the same share an answer; one that was begun before the question is not for them. */
export class Shared<Key, Answer> {
  readonly #running = new Map<Key, Promise<Answer>>();
  readonly #next = new Map<Key, Promise<Answer>>();

  ask(key: Key, make: () => Promise<Answer>): Promise<Answer> {
    const running = this.#running.get(key);
    if (!running) return this.#run(key, make);
    const next =
      this.#next.get(key) ??
      running
        .then(
          () => {},
          () => {},
        )
        .then(() => {
          this.#next.delete(key);
          return this.#run(key, make);
        });
    this.#next.set(key, next);
    return next;
  }

  #run(key: Key, make: () => Promise<Answer>): Promise<Answer> {
    const mine = make().finally(() => this.#running.delete(key));
    this.#running.set(key, mine);
    return mine;
  }
}

/** Does something with each of a set, so many at a time; what is added while it is being done is done once more. */
export class Few<Item> {
  readonly #waiting = new Set<Item>();
  readonly #most: number;
  readonly #work: (item: Item) => Promise<void>;
  #running = 0;

  /** @param work never throws */
  constructor(most: number, work: (item: Item) => Promise<void>) {
    this.#most = most;
    this.#work = work;
  }

  add(item: Item): void {
    this.#waiting.add(item);
    this.#pump();
  }

  drop(item: Item): void {
    this.#waiting.delete(item);
  }

  #pump(): void {
    for (const item of this.#waiting) {
      if (this.#running >= this.#most) return;
      this.#waiting.delete(item);
      this.#running++;
      void this.#work(item).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }
}
