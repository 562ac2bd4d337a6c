/** What of the book is printed. Each choice is an address of its own. */
import type { HandbookPages } from "../../../server/contract/types.ts";
import type { Say } from "../../look/say.ts";
import { type Printing, printAddress } from "./address.ts";
import { aboveOf, changedSince, type PageRow, underOf } from "./tree.ts";

interface Props {
  readonly say: Say;
  readonly pages: HandbookPages;
  readonly page: PageRow;
  readonly byKey: ReadonlyMap<string, PageRow>;
}

const Choice = ({ print, children }: { print: Printing; children: React.ReactNode }) => (
  <li>
    <a href={printAddress(print)} target="_blank" rel="noreferrer">
      {children}
    </a>
  </li>
);

export function PrintMenu({ say, pages, page, byKey }: Props) {
  const zones = [page.key, ...aboveOf(byKey, page.key)].flatMap((key) => byKey.get(key) ?? []).filter((row) => row.key.startsWith("zone"));
  const last = pages.edition?.number ?? 0;
  const changed = changedSince(pages.rows, last).length;
  return (
    <details className="hb-print-menu">
      <summary className="button">{say.t("handbook.print")}</summary>
      <ul>
        <Choice print={{ what: "page", key: page.key }}>{say.t("handbook.printThis")}</Choice>
        {zones.map((zone) => (
          <Choice key={zone.key} print={{ what: "under", key: zone.key }}>
            {say.t("handbook.printUnder", { name: zone.name, n: say.n(underOf(pages.rows, zone.key).length) })}
          </Choice>
        ))}
        {pages.edition && changed > 0 && (
          <Choice print={{ what: "changed", since: last }}>{say.t("handbook.printChanged", { n: say.n(changed) })}</Choice>
        )}
        <Choice print={{ what: "all" }}>{say.t("handbook.printAll", { n: say.n(pages.rows.length) })}</Choice>
      </ul>
    </details>
  );
}
