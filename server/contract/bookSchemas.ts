/** Shapes of answers about people and the books an administrator keeps. */
import { Type } from "typebox";
import { auditKinds, dayKinds, deviceKinds } from "./officeWords.ts";
import { day, id, nullable, time, words } from "./schemaParts.ts";
import { Limit, Word } from "./schemas.ts";
import { campaigns, leads, personRoles, problemActs, roles, siteTypes } from "./vocabulary.ts";

/** Who is signed in, and what they may do. */
export const Me = Type.Object({
  kind: Type.Enum(["nobody", "person", "device", "demo"]),
  person: nullable(Type.Object({ id, name: Type.String(), account: nullable(Type.String()) })),
  device: nullable(Type.Object({ id, name: Type.String() })),
  roles: Type.Array(words(roles)),
  zone: nullable(Type.Object({ id, name: Type.String() })),
  unit: nullable(id),
  demo: Type.Boolean({ description: "The made-up district on this machine: roles can be tried without a password." }),
  demoPeople: Type.Array(
    Type.Object({ id, name: Type.String(), roles: Type.Array(words(roles)), unit: nullable(id), zone: nullable(id) }),
    {
      description: "In a demo: one person of each role, to be signed in as.",
    },
  ),
  setUp: Type.Boolean({ description: "False: nobody can administer yet; the program's start printed a link." }),
  mustChange: Type.Boolean({ description: "The password is older than the office's rules allow." }),
  leastLength: Type.Integer(),
  undo_min: Type.Integer(),
});
export const Person = Type.Object({
  id,
  name: Type.String(),
  account: nullable(Type.String()),
  phone: nullable(Type.String({ description: "Masked." })),
  roles: Type.Array(Type.Enum([...personRoles])),
  unit: nullable(id),
  zone: nullable(id),
  joined: nullable(day),
  left: nullable(day),
  canSignIn: Type.Boolean(),
  sessions: Type.Integer(),
  version: Type.Integer(),
});
export const People = Type.Object({ total: Type.Integer(), rows: Type.Array(Person) });
/** Names to dispatch to: handlers who have not left, of a unit and those under it; the unit's contact first. */
export const Handlers = Type.Object({ rows: Type.Array(Type.Object({ id, name: Type.String(), unit: id, contact: Type.Boolean() })) });
export const SetUpLink = Type.Object({ link: Type.String({ description: "Path with its one-time token; shown once." }), expires: time });
export const Device = Type.Object({
  id,
  name: Type.String(),
  kind: words(deviceKinds),
  made: time,
  seen: nullable(time),
  revoked: nullable(time),
});
export const Devices = Type.Object({ rows: Type.Array(Device) });
export const NewDevice = Type.Object({ device: Device, token: Type.String({ description: "Shown once." }) });
export const Policy = Type.Object({
  leastLength: Type.Integer(),
  mixed: Type.Boolean(),
  longest_days: nullable(Type.Integer()),
  session_h: Type.Integer(),
  idle_min: Type.Integer(),
  tries: Type.Integer(),
  lock_min: Type.Integer(),
  dutiesSeparate: Type.Boolean(),
  undo_min: Type.Integer(),
  original_days: Type.Integer({ description: "Days for which the picture without its covers is kept." }),
});
export const AuditPage = Type.Object({
  rows: Type.Array(
    Type.Object({
      id,
      at: time,
      kind: words(auditKinds),
      who: nullable(Type.String()),
      personId: nullable(id),
      address: nullable(Type.String()),
      route: nullable(Type.String()),
      problem: nullable(Type.Object({ id, code: Type.String() })),
      detail: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  next: nullable(Type.String()),
});
export const Done = Type.Object({ ok: Type.Literal(true) });
export const UnitRow = Type.Object({
  id,
  name: Type.String(),
  shortName: Type.String(),
  kind: Type.String(),
  parent: nullable(id),
  contact: nullable(Type.Object({ id, name: Type.String() })),
  dissolved: nullable(day),
  successor: nullable(id),
  people: Type.Integer(),
  open: Type.Integer(),
});
export const Units = Type.Object({ rows: Type.Array(UnitRow) });
export const CategoryRow = Type.Object({
  code: Type.String(),
  major: Type.String(),
  name: Word,
  campaign: nullable(words(campaigns)),
  retired: nullable(day),
  sameRadius_m: Type.Number({ description: "Two finds so near each other may be the same." }),
  sameDays: Type.Number({ description: "And found within so many days." }),
  limits: Type.Array(Type.Object({ from: day, limit: nullable(Limit) }), { description: "In order; the first holds from the beginning." }),
  open: Type.Integer(),
});
export const Categories = Type.Object({ rows: Type.Array(CategoryRow) });
export const Calendar = Type.Object({
  hours: Type.Array(
    Type.Object({
      from: day,
      spans: Type.Array(Type.Integer(), { description: "minutes of the day, from and to, in order" }),
      weekdays: Type.Array(Type.Integer(), { description: "ISO, 1 = Monday" }),
    }),
  ),
  days: Type.Array(Type.Object({ day, kind: words(dayKinds), name: Type.String() })),
  years: Type.Array(Type.Object({ year: Type.Integer(), official: Type.Boolean(), source: Type.String() })),
});
/** What a change of the calendar or of a limit moved. */
export const Redated = Type.Object({ redated: Type.Integer({ description: "Problems whose deadline was computed anew." }) });
export const Duty = Type.Object({
  id,
  category: Type.String({ description: "A minor code, a major one, or * for all." }),
  siteType: nullable(words(siteTypes)),
  unit: nullable(id),
  lead: words(leads),
  from: day,
  to: nullable(day),
});
export const Duties = Type.Object({ rows: Type.Array(Duty) });
export const attentionKinds = [
  "trade_none",
  "trade_many",
  "zone_no_unit",
  "zone_overlap",
  "uncovered",
  "place_none",
  "place_many",
  "category_no_limit",
  "unit_dissolved",
  "person_left",
  "unit_no_person",
  "calendar_unofficial",
  "backup_wrong",
] as const;
/** What an administrator must put right: everything that resolves to none or to many, or stands on what is gone. */
export const Attention = Type.Object({
  at: time,
  groups: Type.Array(
    Type.Object({
      kind: Type.Enum([...attentionKinds]),
      count: Type.Integer(),
      items: Type.Array(
        Type.Object({
          name: Type.String(),
          note: nullable(Word),
          problem: nullable(id),
          site: nullable(id),
          zone: nullable(id),
          unit: nullable(id),
          person: nullable(id),
          category: nullable(Type.String()),
          siteType: nullable(words(siteTypes)),
        }),
        { description: "At most 200 of them." },
      ),
    }),
  ),
});
export const Templates = Type.Object({
  rows: Type.Array(Type.Object({ id, act: words(problemActs), text: Word, retired: Type.Boolean() })),
});
