/** In which order tables are filled so that each key finds what it names, and which keys must wait because their tables name each other. */
import type { Reference } from "./ids.ts";

export interface Order {
  readonly tables: readonly string[];
  /** By table, the columns that are left null at first. */
  readonly later: ReadonlyMap<string, readonly string[]>;
}

/** @throws when tables name each other by columns that cannot be null */
export function orderOf(tables: readonly string[], references: readonly Reference[]): Order {
  const own = references.filter(({ table, to }) => table === to);
  const waiting = references.filter(({ table, to }) => table !== to && tables.includes(table) && tables.includes(to));
  const left = new Set(tables);
  const later = new Map<string, string[]>();
  const put = ({ table, column }: Reference): void => void later.set(table, [...new Set([...(later.get(table) ?? []), column])]);
  const order: string[] = [];
  for (const one of own) put(one);
  const stands = (table: string): Reference[] => waiting.filter((one) => one.table === table && left.has(one.to));
  const free = (table: string): boolean => stands(table).length === 0;
  const ofRing = (table: string): boolean => stands(table).every(({ to, nullable }) => nullable && reaches(to, table, stands));
  while (left.size > 0) {
    const next = [...left].find(free) ?? [...left].find(ofRing);
    if (next === undefined) throw new Error(`Tables name each other in a ring: ${[...left].join(", ")}`);
    for (const one of stands(next)) put(one);
    left.delete(next);
    order.push(next);
  }
  return { tables: order, later };
}

/** From one table to another, along keys. */
function reaches(from: string, to: string, stands: (table: string) => readonly Reference[], seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return stands(from).some((one) => reaches(one.to, to, stands, seen));
}
