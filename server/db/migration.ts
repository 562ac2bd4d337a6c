/** One numbered file of data/schema, and what its first lines say of it. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

/** A statement of a file that does not run in one transaction, and the line it begins on. */
export interface Statement {
  readonly text: string;
  readonly line: number;
}

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly digest: string;
  /** First line `-- outside a transaction`: its statements, which run one by one. Null: the whole file is one transaction. */
  readonly outside: readonly Statement[] | null;
  /** Why others may have to wait for it, from `-- holds others up: <why>`; null: nobody waits longer than for a moment. */
  readonly holdsUp: string | null;
  /** Why programs of the version before cannot go on beside it, from `-- stop older programs: <why>`; null: they can. */
  readonly stopsOlder: string | null;
}

/** @returns the files of a folder in their order */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.sql$/.test(name)).sort();
  // A checkout on Windows may have changed the line ends; that is no change.
  return Promise.all(names.map(async (name) => migrationOf(name, (await readFile(`${folder}/${name}`, "utf8")).replaceAll("\r\n", "\n"))));
}

function migrationOf(name: string, text: string): Migration {
  const head = /^(?:--.*\n)*/.exec(text)?.[0] ?? "";
  const said = (mark: string): string | null => new RegExp(`^-- ${mark}: *(\\S.*)$`, "m").exec(head)?.[1] ?? null;
  return {
    number: Number(name.slice(0, 4)),
    name,
    text,
    digest: createHash("sha256").update(text).digest("hex"),
    outside: text.startsWith("-- outside a transaction\n") ? statementsOf(text) : null,
    holdsUp: said("holds others up"),
    stopsOlder: said("stop older programs"),
  };
}

/** Paragraphs: what lies between empty lines. What is comment alone is nothing. */
function statementsOf(text: string): Statement[] {
  const found: Statement[] = [];
  let lines: string[] = [];
  for (const [i, line] of [...text.split("\n"), ""].entries()) {
    if (line.trim() !== "") lines.push(line);
    else {
      if (lines.some((one) => !one.trimStart().startsWith("--"))) found.push({ text: lines.join("\n"), line: i + 1 - lines.length });
      lines = [];
    }
  }
  return found;
}
