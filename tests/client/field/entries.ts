/** Entries of an outbox for tests. */
import { type Entry, type KeptPhoto, newEntry } from "../../../client/field/entry.ts";

export const photo = (clientId: string, part: Partial<KeptPhoto> = {}): KeptPhoto => ({
  ...{ clientId, kind: "before", blob: new Blob(["jpeg"]), width: 4, height: 3, sha256: "00", takenAt: 0, place: null, id: null },
  ...part,
});

export const person = { id: 7, name: "夏秀芝" };

export function entry(clientId: string, part: Partial<Entry> = {}): Entry {
  const made = newEntry(
    {
      ...{ clientId, kind: "report", path: "/api/problems", body: { category: "0101" }, title: { zh: "垃圾", en: "rubbish" } },
      ...{ problem: null, photos: [], madeAt: 1000, draft: null },
    },
    { person: { ...person, account: null } },
  );
  return { ...made, ...part };
}
