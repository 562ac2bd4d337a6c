/**
 * Questions asked together: those that come while a look-up is under way share the next one. A look-up begins after everybody
 * who waits for it has asked, so nobody gets an answer older than their question.
 */

/** One look-up to come, or under way, and what is asked of it. */
interface Turn<Question, Answer> {
  readonly questions: Question[];
  readonly answer: Promise<Answer>;
  begin(): void;
}

/** While more keep coming, the look-up waits for them, no longer than this: one for all is less work than one for each. Milliseconds. */
const mostGathering_ms = 1;

/** A look-up that takes longer holds up nobody: the next begins beside it. Milliseconds. */
const usualPatience_ms = 100;

export class Together<Question, Answer> {
  readonly #look: (questions: readonly Question[]) => Promise<Answer>;
  readonly #patience_ms: number;
  /** Gathers until it begins. */
  #next: Turn<Question, Answer> | null = null;
  /** A look-up is under way that the next one waits for. */
  #busy = false;

  /** @param look answers all that was asked; when it throws, those who wait for this look-up are told so, and nobody else */
  constructor(look: (questions: readonly Question[]) => Promise<Answer>, patience_ms = usualPatience_ms) {
    this.#look = look;
    this.#patience_ms = patience_ms;
  }

  /** The answer of a look-up that begins after this call. Whoever stops waiting takes nothing from the others. */
  ask(question: Question): Promise<Answer> {
    const turn = this.#next ?? this.#gather();
    turn.questions.push(question);
    return turn.answer;
  }

  #gather(): Turn<Question, Answer> {
    const questions: Question[] = [];
    let begin = (): void => {};
    const answer = new Promise<Answer>((resolve, reject) => {
      // What it throws at once is a failure like any other.
      begin = () => void new Promise<Answer>((looked) => looked(this.#look(questions))).then(resolve, reject);
    });
    this.#next = { questions, answer, begin };
    if (!this.#busy) this.#wait(1, performance.now());
    this.#busy = true;
    return this.#next;
  }

  /** Begins after a turn of the event loop in which nobody more came: who comes alone waits for one turn. */
  #wait(had: number, from_ms: number): void {
    setImmediate(() => {
      const has = (this.#next as Turn<Question, Answer>).questions.length;
      if (has > had && performance.now() - from_ms < mostGathering_ms) this.#wait(has, from_ms);
      else this.#begin();
    });
  }

  #begin(): void {
    const turn = this.#next as Turn<Question, Answer>;
    this.#next = null;
    let over = false;
    const on = (): void => {
      if (over) return;
      over = true;
      clearTimeout(patience);
      if (this.#next === null) this.#busy = false;
      else this.#wait(this.#next.questions.length, performance.now());
    };
    const patience = setTimeout(on, this.#patience_ms);
    turn.begin();
    turn.answer.then(on, on);
  }
}
