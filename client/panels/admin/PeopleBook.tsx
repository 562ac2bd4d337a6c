/** People: their duties, unit and area; the one-time link by which they set their password; and the end of their sessions. */
import { useState } from "react";
import type { Person, SetUpLink } from "../../../server/contract/types.ts";
import { personRoles, roles } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { askPeople, invite, savePerson, signOutEverywhere } from "../../api/people.ts";
import { words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { toast } from "../run/app.ts";
import { stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import type { FieldOf } from "./fields.ts";

const districtOf = (state: AppState) => state.district;

export function PeopleBook() {
  const say = useSay();
  const district = usePart(districtOf);
  const book = usePart(bookOf);
  const columns: readonly Column<Person>[] = [
    { word: "people.name", show: (person) => person.name },
    { word: "people.roles", show: (person) => person.roles.map((role) => say.of(roles[role])).join("、") },
    { word: "people.unit", show: (person) => person.unit !== null && book.unit(person.unit) },
    { word: "people.zone", show: (person) => person.zone !== null && book.zone(person.zone) },
    { word: "people.account", show: (person) => person.account },
    { word: "people.phone", show: (person) => person.phone },
    { word: "people.canSignIn", show: (person) => (person.canSignIn ? "✓" : "") },
    { word: "people.left", show: (person) => person.left },
  ];
  const fields: readonly FieldOf[] = [
    { name: "name", word: "people.name", kind: "text", needed: true },
    { name: "roles", word: "people.roles", kind: "many", options: personRoles.map((role) => ({ value: role, label: roles[role] })) },
    {
      name: "unit",
      word: "people.unit",
      kind: "id",
      hint: "people.unitHint",
      options: (district?.units ?? []).map((unit) => ({ value: String(unit.id), label: unit.shortName || unit.name })),
    },
    {
      name: "zone",
      word: "people.zone",
      kind: "id",
      hint: "people.zoneHint",
      options: (district?.zones ?? []).filter((zone) => zone.level > 0).map((zone) => ({ value: String(zone.id), label: zone.name })),
    },
    { name: "account", word: "people.account", kind: "text", hint: "people.accountHint" },
    { name: "phone", word: "people.phone", kind: "text", hint: "people.phoneHint" },
    { name: "left", word: "people.left", kind: "day", hint: "people.leftHint" },
  ];
  return (
    <Book
      title={say.t("people.people")}
      note={say.t("people.peopleNote")}
      asks="people"
      load={async () => (await askPeople()).rows}
      keyOf={(person) => String(person.id)}
      text={(person) => `${person.name} ${person.account ?? ""} ${person.unit === null ? "" : book.unit(person.unit)}`}
      columns={columns}
      fields={fields}
      // A masked phone is not sent back: empty keeps what there is.
      thing={(person) => (person ? { ...person, phone: null } : {})}
      save={(person, { phone, left, ...body }) =>
        savePerson(person?.id ?? null, {
          ...body,
          ...(phone !== null && { phone }),
          ...(person && { left, version: person.version }),
        })
      }
      addWord="people.add"
      more={(person, again) => <PersonActs person={person} again={again} />}
      faded={(person) => person.left !== null}
    />
  );
}

const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";

function PersonActs({ person, again }: { person: Person; again: () => void }) {
  const app = useApp();
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const [link, setLink] = useState<SetUpLink | null>(null);
  const tried = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      toast(app, wordsOf(error));
    }
  };
  const makeLink = () => tried(async () => setLink(await invite(person.id)));
  const endSessions = () =>
    tried(async () => {
      await signOutEverywhere(person.id);
      toast(app, words["people.sessionsEnded"]);
      again();
    });
  const address = link && new URL(link.link, location.origin).href;
  return (
    <section className="under-form">
      <div className="form-acts">
        <button type="button" className="button" onClick={() => void makeLink()}>
          {say.t(person.canSignIn ? "people.resetLink" : "people.inviteLink")}
        </button>
        <button type="button" className="button" disabled={person.sessions === 0} onClick={() => void endSessions()}>
          {say.t("people.endSessions", { n: person.sessions })}
        </button>
      </div>
      {link && address && (
        <p className="one-time" role="status">
          {say.t("people.linkOnce", { time: stamp(link.expires, timeZone) ?? "" })}
          <input
            className="field"
            readOnly
            value={address}
            aria-label={say.t("people.inviteLink")}
            onFocus={(event) => event.target.select()}
          />
        </p>
      )}
    </section>
  );
}
