/** Who answers for a category by trade (条), where it is narrowed to a site type, and who leads. */
import type { Duty } from "../../../server/contract/types.ts";
import { leads, siteTypes } from "../../../server/contract/vocabulary.ts";
import { askDuties, saveDuty } from "../../api/admin.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { usePart, useSay } from "../useApp.ts";
import { Book, type Column } from "./Book.tsx";
import type { FieldOf } from "./fields.ts";

const districtOf = (state: AppState) => state.district;

export function DutiesBook() {
  const say = useSay();
  const district = usePart(districtOf);
  const book = usePart(bookOf);
  const category = (code: string) => {
    if (code === "*") return say.t("admin.allCategories");
    const name = book.category(code);
    return name ? `${code} ${say.of(name)}` : code;
  };
  const columns: readonly Column<Duty>[] = [
    { word: "admin.category", show: (duty) => category(duty.category) },
    { word: "admin.siteType", show: (duty) => (duty.siteType ? say.of(siteTypes[duty.siteType]) : say.t("admin.anySite")) },
    { word: "admin.tradeUnit", show: (duty) => (duty.unit === null ? say.t("admin.areaAlone") : book.unit(duty.unit)) },
    { word: "admin.lead", show: (duty) => say.of(leads[duty.lead]) },
    { word: "admin.from", show: (duty) => (duty.from <= "1900" ? say.t("admin.fromStart") : duty.from) },
    { word: "admin.until", show: (duty) => duty.to },
  ];
  const fields: readonly FieldOf[] = [
    {
      name: "category",
      word: "admin.category",
      kind: "word",
      needed: true,
      fixed: true,
      options: [
        { value: "*", label: say.t("admin.allCategories") },
        ...(district?.categories ?? []).map((one) => ({ value: one.code, label: `${one.code} ${say.of(one.name)}` })),
      ],
    },
    {
      name: "siteType",
      word: "admin.siteType",
      kind: "word",
      fixed: true,
      options: Object.entries(siteTypes).map(([value, label]) => ({ value, label })),
    },
    {
      name: "unit",
      word: "admin.tradeUnit",
      kind: "id",
      hint: "admin.tradeUnitHint",
      options: (district?.units ?? []).map((unit) => ({ value: String(unit.id), label: unit.shortName || unit.name })),
    },
    {
      name: "lead",
      word: "admin.lead",
      kind: "word",
      needed: true,
      options: Object.entries(leads).map(([value, label]) => ({ value, label })),
    },
    { name: "from", word: "admin.from", kind: "day" },
    { name: "to", word: "admin.until", kind: "day", hint: "admin.untilHint" },
  ];
  return (
    <Book
      title={say.t("admin.duties")}
      note={say.t("admin.dutiesNote")}
      asks="duties"
      load={async () => (await askDuties()).rows}
      keyOf={(duty) => String(duty.id)}
      text={(duty) => `${category(duty.category)} ${duty.unit === null ? "" : book.unit(duty.unit)}`}
      columns={columns}
      fields={fields}
      thing={(duty) => (duty ? { ...duty, from: duty.from <= "1900" ? null : duty.from } : { lead: "area" })}
      save={(duty, { category: code, siteType, ...body }) =>
        saveDuty(duty?.id ?? null, duty ? body : { ...body, category: code, siteType })
      }
      addWord="admin.addDuty"
      faded={(duty) => duty.to !== null}
    />
  );
}
