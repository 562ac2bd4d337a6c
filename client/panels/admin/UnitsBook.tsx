/** Responsible units: names, who is above, who is the contact, and from when one is dissolved. */

import { unitKinds } from "../../../server/contract/officeWords.ts";
import type { UnitRow } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askUnits, saveUnit } from "../../api/admin.ts";
import { askPeople } from "../../api/people.ts";
import type { AppState } from "../../state/app.ts";
import { usePart, useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";
import { Book, type Column } from "./Book.tsx";
import type { FieldOf } from "./fields.ts";

const districtOf = (state: AppState) => state.district;
const meOf = (state: AppState) => state.me;

export function UnitsBook() {
  const say = useSay();
  const district = usePart(districtOf);
  const mayPeople = usePart(meOf)?.roles.includes("security") ?? false;
  const people = useQuestion(mayPeople ? "people" : null, askPeople);
  const units = (district?.units ?? []).map((unit) => ({ value: String(unit.id), label: unit.shortName || unit.name }));
  const kind = (word: string) => (word in unitKinds ? say.of((unitKinds as Record<string, Word>)[word] as Word) : word);
  const nameOf = (id: number | null) => units.find((unit) => unit.value === String(id))?.label;
  const columns: readonly Column<UnitRow>[] = [
    { word: "admin.name", show: (unit) => unit.name },
    { word: "admin.shortName", show: (unit) => unit.shortName },
    { word: "admin.kind", show: (unit) => kind(unit.kind) },
    { word: "admin.parent", show: (unit) => nameOf(unit.parent) },
    { word: "admin.contact", show: (unit) => unit.contact?.name },
    { word: "admin.people", show: (unit) => say.n(unit.people), figure: true },
    { word: "admin.open", show: (unit) => say.n(unit.open), figure: true },
    { word: "admin.dissolved", show: (unit) => unit.dissolved },
  ];
  const contacts = (people.value?.rows ?? []).filter((person) => person.roles.includes("handler") && !person.left);
  const fields: readonly FieldOf[] = [
    { name: "name", word: "admin.name", kind: "text", needed: true },
    { name: "shortName", word: "admin.shortName", kind: "text", needed: true },
    {
      name: "kind",
      word: "admin.kind",
      kind: "word",
      needed: true,
      options: Object.entries(unitKinds).map(([value, label]) => ({ value, label })),
    },
    { name: "parent", word: "admin.parent", kind: "id", options: units },
    ...(mayPeople
      ? [
          {
            name: "contact",
            word: "admin.contact",
            kind: "id",
            hint: "admin.contactHint",
            options: contacts.map((person) => ({ value: String(person.id), label: `${person.name} · ${nameOf(person.unit) ?? ""}` })),
          } as const,
        ]
      : []),
    { name: "dissolved", word: "admin.dissolved", kind: "day", hint: "admin.dissolvedHint" },
    { name: "successor", word: "admin.successor", kind: "id", options: units },
  ];
  return (
    <Book
      title={say.t("admin.units")}
      note={say.t("admin.unitsNote")}
      asks={`units ${district?.revision}`}
      load={async () => (await askUnits()).rows}
      keyOf={(unit) => String(unit.id)}
      text={(unit) => `${unit.name} ${unit.shortName}`}
      columns={columns}
      fields={fields}
      thing={(unit) => (unit ? { ...unit, contact: unit.contact?.id } : { kind: "bureau" })}
      save={(unit, body) => saveUnit(unit?.id ?? null, body)}
      addWord="admin.addUnit"
      faded={(unit) => unit.dissolved !== null}
    />
  );
}
