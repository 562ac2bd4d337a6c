/** A program of a suite's own, for what changes things: started on an empty folder before its tests, ended after; it may be killed in between. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { Me } from "../../server/contract/types.ts";
import { type Program, startProgram } from "./desk.ts";

export class Own {
  readonly #folder: string;
  #program: Program | null = null;
  #me: Me | null = null;

  readonly #settings: Readonly<Record<string, string>>;

  constructor(name: string, settings: Readonly<Record<string, string>> = {}) {
    this.#settings = settings;
    this.#folder = mkdtempSync(join(tmpdir(), `chuangtu-${name}-`));
  }

  get #running(): Program {
    if (!this.#program) throw new Error("the program has not been started");
    return this.#program;
  }
  get address(): string {
    return this.#running.address;
  }
  /** Who the demo's people are, as its dispatcher is told. */
  get me(): Me {
    if (!this.#me) throw new Error("the program has not been asked");
    return this.#me;
  }

  async start(): Promise<void> {
    this.#program = await startProgram({ folder: this.#folder, settings: this.#settings });
    await this.#program.ready;
    this.#me = await this.ask<Me>("/api/me");
  }
  async end(): Promise<void> {
    await this.#program?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
  kill(): Promise<void> {
    return this.#running.kill();
  }
  /** Started again on what it left, at the same address. */
  async comeBack(): Promise<void> {
    this.#program = await startProgram({ folder: this.#folder, port: Number(new URL(this.address).port), settings: this.#settings });
    await this.#program.ready;
  }

  /** The program's answer to the demo's dispatcher, beside every page. */
  async ask<T>(path: string): Promise<T> {
    const answer = await fetch(this.address + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}

/** Within a suite: its program. @param settings of the environment, beside the usual */
export function ownProgram(name: string, settings: Readonly<Record<string, string>> = {}): Own {
  const own = new Own(name, settings);
  beforeAll(() => own.start(), 240_000);
  afterAll(() => own.end());
  return own;
}
