/** What other systems sent in: held until a dispatcher says what it is and where, or refuses it with a reason. */
import { useState } from "react";
import { type IntakeState, intakeStates } from "../../../server/contract/officeWords.ts";
import type { IntakeRow } from "../../../server/contract/types.ts";
import type { Word } from "../../../server/contract/vocabulary.ts";
import { askIntake, refuseIntake, takeIntake } from "../../api/admin.ts";
import { HttpError } from "../../api/http.ts";
import { type WordKey, words } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { toast } from "../run/app.ts";
import { readPosition, stamp } from "../times.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import { Form } from "./Form.tsx";
import type { FieldOf } from "./fields.ts";

const districtOf = (state: AppState) => state.district;
const timeZoneOf = (state: AppState) => state.district?.timeZone ?? "UTC";
const meOf = (state: AppState) => state.me;

/** A refusal of ours that the form shows at the position. */
const noPosition = (expected: Word, value: string) =>
  new HttpError({ type: "about:blank", title: expected.en, detail: expected.en, status: 400, parameter: "position", value, expected });

/** What is sent to take one in: the typed position as two numbers. @throws HttpError naming `position` */
export function takeBody({ position, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const text = typeof position === "string" ? position : "";
  const read = readPosition(text);
  if (!read) throw noPosition(words["admin.intakeNoPosition"], text);
  return { ...rest, lon: read[0], lat: read[1] };
}

async function take(row: IntakeRow | null, body: Record<string, unknown>): Promise<unknown> {
  try {
    return row && (await takeIntake(row.id, takeBody(body)));
  } catch (error) {
    const place = error instanceof HttpError && ["lon", "lat", "lon/lat"].includes(error.document.parameter ?? "");
    throw place ? new HttpError({ ...error.document, parameter: "position" }) : error;
  }
}

/** The fields that are wanting, each once: longitude and latitude are one position. */
export const wantingWords = (wanting: readonly string[]): WordKey[] => [
  ...new Set(wanting.map((field): WordKey => (field === "category" ? "admin.intakeWhat" : "admin.intakeWhere"))),
];

/** The code of a category that is named so, to begin with. */
function guess(row: IntakeRow, district: AppState["district"]): string | null {
  if (row.wanting.includes("category")) return null;
  const word = row.category?.toLowerCase();
  const minor = district?.categories.find(
    ({ code, name, retired }) => !retired && [code, name.zh, name.en].some((one) => one.toLowerCase() === word),
  );
  return minor?.code ?? null;
}

export function IntakeBook() {
  const say = useSay();
  const district = usePart(districtOf);
  const timeZone = usePart(timeZoneOf);
  const settles = usePart(meOf)?.roles.includes("dispatcher") ?? false;
  const [state, setState] = useState<IntakeState>("held");
  const held = state === "held";
  const columns: readonly Column<IntakeRow>[] = [
    { word: "admin.intakeNumber", show: (row) => row.externalId },
    { word: "admin.intakeFrom", show: (row) => row.from },
    ...(held ? [{ word: "admin.intakeWanting", show: (row: IntakeRow) => said(row).join(say.lang === "zh" ? "、" : ", ") } as const] : []),
    { word: "admin.intakeCategory", show: (row) => row.category },
    { word: "admin.intakeTitle", show: (row) => row.title },
    { word: "admin.intakePlace", show: (row) => row.place },
    { word: "admin.intakeReceived", show: (row) => stamp(row.received, timeZone) },
    ...(state === "taken" ? [{ word: "admin.intakeProblem", show: (row: IntakeRow) => row.problem?.code } as const] : []),
    ...(state === "refused" ? [{ word: "admin.intakeReason", show: (row: IntakeRow) => row.note } as const] : []),
  ];
  const said = (row: IntakeRow) => wantingWords(row.wanting).map((key) => say.t(key));
  const categories = (district?.categories ?? []).filter(({ code, major, retired }) => code !== major && !retired);
  const fields: readonly FieldOf[] = [
    {
      name: "category",
      word: "admin.category",
      kind: "pick",
      needed: true,
      options: categories.map(({ code, name }) => ({ value: code, label: name })),
    },
    { name: "position", word: "admin.intakePosition", kind: "text", needed: true, hint: "admin.intakePositionHint" },
    { name: "title", word: "admin.intakeTitle", kind: "text" },
    { name: "place", word: "admin.intakePlace", kind: "text" },
  ];
  return (
    <Book
      title={say.t("admin.intake")}
      note={say.t("admin.intakeNote")}
      asks={`intake ${state}`}
      load={async () => (await askIntake(state)).rows}
      keyOf={(row) => String(row.id)}
      text={(row) => `${row.externalId} ${row.from} ${row.title ?? ""} ${row.place ?? ""} ${row.category ?? ""}`}
      columns={columns}
      fields={fields}
      tools={<StateChoice state={state} change={setState} />}
      head={(row) => <Details row={row} others={held && !settles} />}
      thing={(row) =>
        row
          ? {
              category: guess(row, district),
              position: row.lon === null || row.lat === null ? null : `${row.lon.toFixed(6)}, ${row.lat.toFixed(6)}`,
              title: row.title,
              place: row.place,
            }
          : {}
      }
      save={held && settles ? take : undefined}
      saveWord="admin.intakeTake"
      savedWord="admin.intakeTaken"
      more={(row, again) => <Refuse key={row.id} row={row} again={again} />}
    />
  );
}

function StateChoice({ state, change }: { state: IntakeState; change: (state: IntakeState) => void }) {
  const say = useSay();
  return (
    <select
      className="field"
      aria-label={say.t("admin.messageState")}
      value={state}
      onChange={(event) => change(event.target.value as IntakeState)}
    >
      {Object.entries(intakeStates).map(([value, word]) => (
        <option key={value} value={value}>
          {say.of(word)}
        </option>
      ))}
    </select>
  );
}

/** What was sent, to be read; who told of it is not in it. */
function Details({ row, others }: { row: IntakeRow; others: boolean }) {
  const say = useSay();
  const timeZone = usePart(timeZoneOf);
  const lines: readonly (readonly [WordKey, React.ReactNode])[] = [
    ["admin.intakeFrom", `${row.from} · ${row.externalId}`],
    ["admin.intakeReceived", stamp(row.received, timeZone)],
    ["admin.intakeFound", stamp(row.found, timeZone)],
    ["admin.intakeCategory", row.category],
    ["admin.intakeTitle", row.title],
    ["admin.intakeDescription", row.description],
    ["admin.intakePlace", row.place],
    ["admin.intakeSent", row.position],
    ["admin.intakeReason", row.note],
    ["admin.intakeProblem", row.problem && <a href={`/?selected=problem/${row.problem.id}`}>{row.problem.code}</a>],
  ];
  return (
    <>
      <dl className="sent-in">
        {lines
          .filter(([, value]) => value !== null && value !== "")
          .map(([word, value]) => (
            <div key={word}>
              <dt>{say.t(word)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {others && <p className="quiet">{say.t("admin.intakeOthers")}</p>}
    </>
  );
}

const reason: readonly FieldOf[] = [{ name: "reason", word: "admin.intakeReason", kind: "long", needed: true }];

function Refuse({ row, again }: { row: IntakeRow; again: () => void }) {
  const app = useApp();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const done = () => {
    toast(app, words["admin.intakeRefused"]);
    setOpen(false);
    again();
  };
  return (
    <section className="under-form">
      {open ? (
        <Form
          title={say.t("admin.intakeRefuse")}
          fields={reason}
          start={{}}
          exists={false}
          saveWord="admin.intakeRefuse"
          send={(body) => refuseIntake(row.id, String(body.reason ?? ""))}
          done={done}
          leave={() => setOpen(false)}
        />
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {say.t("admin.intakeRefuse")}
        </button>
      )}
    </section>
  );
}
