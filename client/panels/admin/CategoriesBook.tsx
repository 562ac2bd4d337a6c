/** Categories and their time limits, each limit with the day from which it holds. */
import { useState } from "react";
import type { CategoryRow, Limit } from "../../../server/contract/types.ts";
import { campaigns, limitUnits } from "../../../server/contract/vocabulary.ts";
import { askCategories, saveCategory, saveLimit } from "../../api/admin.ts";
import type { AppState } from "../../state/app.ts";
import { dayText } from "../../state/calendar.ts";
import { usePart, useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import { Form } from "./Form.tsx";
import type { FieldOf } from "./fields.ts";

const todayOf = ({ district, clock }: AppState) => (district ? dayText(clock, district.timeZone) : "");

export function useLimitText(): (limit: Limit | null) => string {
  const say = useSay();
  return (limit) => (limit ? `${say.n(limit.value)} ${say.of(limitUnits[limit.unit])}` : say.t("admin.noLimit"));
}

export function CategoriesBook() {
  const say = useSay();
  const today = usePart(todayOf);
  const text = useLimitText();
  const now = (row: CategoryRow) => row.limits.findLast((one) => one.from <= today)?.limit ?? null;
  const isMinor = (row: CategoryRow) => row.code !== row.major;
  const columns: readonly Column<CategoryRow>[] = [
    { word: "admin.code", show: (row) => row.code },
    { word: "admin.name", show: (row) => (isMinor(row) ? say.of(row.name) : <strong>{say.of(row.name)}</strong>) },
    { word: "admin.campaign", show: (row) => row.campaign && say.of(campaigns[row.campaign]) },
    { word: "admin.limit", show: (row) => isMinor(row) && <span className={now(row) ? undefined : "bad"}>{text(now(row))}</span> },
    {
      word: "admin.limitLater",
      show: (row) =>
        row.limits
          .filter((one) => one.from > today)
          .map((one) => `${one.from} ${text(one.limit)}`)
          .join("；"),
    },
    { word: "admin.same", show: (row) => isMinor(row) && say.t("admin.sameIs", { m: say.n(row.sameRadius_m), days: say.n(row.sameDays) }) },
    { word: "admin.open", show: (row) => say.n(row.open), figure: true },
    { word: "admin.retired", show: (row) => row.retired },
  ];
  const fields: readonly FieldOf[] = [
    { name: "code", word: "admin.code", kind: "text", needed: true, fixed: true },
    { name: "major", word: "admin.major", kind: "text", needed: true, hint: "admin.majorHint" },
    { name: "zh", word: "admin.nameZh", kind: "text", needed: true },
    { name: "en", word: "admin.nameEn", kind: "text", needed: true },
    {
      name: "campaign",
      word: "admin.campaign",
      kind: "word",
      options: Object.entries(campaigns).map(([value, label]) => ({ value, label })),
    },
    { name: "sameRadius_m", word: "admin.sameRadius", kind: "number", hint: "admin.sameHint" },
    { name: "sameDays", word: "admin.sameDays", kind: "number" },
    { name: "retired", word: "admin.retired", kind: "day", hint: "admin.retiredHint" },
  ];
  return (
    <Book
      title={say.t("admin.categories")}
      note={say.t("admin.categoriesNote")}
      asks="categories"
      load={async () => (await askCategories()).rows}
      keyOf={(row) => row.code}
      text={(row) => `${row.code} ${row.name.zh} ${row.name.en}`}
      columns={columns}
      fields={fields}
      thing={(row) => (row ? { ...row, zh: row.name.zh, en: row.name.en } : {})}
      save={(_row, { zh, en, ...body }) => saveCategory({ ...body, name: { zh, en } })}
      addWord="admin.addCategory"
      more={(row, again) => isMinor(row) && <Limits row={row} today={today} again={again} />}
      faded={(row) => row.retired !== null}
    />
  );
}

const limitFields: readonly FieldOf[] = [
  { name: "from", word: "admin.from", kind: "day", needed: true },
  { name: "limit", word: "admin.limit", kind: "limit", hint: "admin.limitHint" },
];

function Limits({ row, today, again }: { row: CategoryRow; today: string; again: () => void }) {
  const say = useSay();
  const text = useLimitText();
  const [adding, setAdding] = useState(false);
  return (
    <section className="under-form">
      <h4>{say.t("admin.limits")}</h4>
      <ul>
        {row.limits.map((one) => (
          <li key={one.from}>
            {one.from <= "1900" ? say.t("admin.fromStart") : say.t("admin.fromDay", { day: one.from })} {text(one.limit)}
          </li>
        ))}
        {row.limits.length === 0 && <li className="bad">{say.t("admin.noLimit")}</li>}
      </ul>
      <button type="button" className="button" onClick={() => setAdding(true)}>
        {say.t("admin.changeLimit")}
      </button>
      {adding && <LimitDialog row={row} today={today} leave={() => setAdding(false)} done={again} />}
    </section>
  );
}

function LimitDialog({ row, today, leave, done }: { row: CategoryRow; today: string; leave: () => void; done: () => void }) {
  const say = useSay();
  return (
    <dialog className="session-sheet" ref={(it) => it?.showModal()} onClose={leave}>
      <Form
        title={say.t("admin.changeLimitOf", { name: say.of(row.name) })}
        note={say.t("admin.changeLimitNote")}
        fields={limitFields}
        start={{ from: today, limit: "" }}
        exists={false}
        send={(body) => saveLimit({ ...body, category: row.code })}
        done={() => {
          leave();
          done();
        }}
        leave={leave}
      />
    </dialog>
  );
}
