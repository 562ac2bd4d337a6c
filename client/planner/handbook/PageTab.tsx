/** A page as it prints, and who holds what there. */
import { useCallback, useMemo, useState } from "react";
import { askContent } from "../../api/handbook.ts";
import type { Say } from "../../look/say.ts";
import { NoBook } from "./HandbookBook.tsx";
import { PeoplePane } from "./PeoplePane.tsx";
import { Sheet } from "./sheet/Sheet.tsx";
import { sheetsOf } from "./sheet/sheets.ts";
import type { PageRow } from "./tree.ts";
import { useAnswer } from "./useAnswer.ts";

export function PageTab({ say, may, page, changed }: { say: Say; may: boolean; page: PageRow; changed: () => void }) {
  const { key, sum } = page;
  // Another sum: what it says is another by now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the page says something else
  const ask = useCallback((signal: AbortSignal) => askContent([key], signal), [key, sum]);
  const content = useAnswer(ask);
  const [done, setDone] = useState(0);
  const shown = content.value?.pages[0];
  const sheets = useMemo(() => (shown ? sheetsOf(shown, say) : []), [shown, say]);
  if (!content.value || !shown || shown.key !== key)
    return <NoBook say={say} failure={content.failure && say.of(content.failure)} again={content.again} />;
  const { value } = content;
  return (
    <>
      <section className="hb-preview" aria-label={page.name}>
        {sheets.length > 1 && <p className="hint">{say.t("handbook.sheetCount", { n: sheets.length })}</p>}
        {sheets.map((sheet, i) => (
          <Sheet key={`${key} ${sheet.part}`} sheet={sheet} imprint={value} say={say} number={i + 1} total={sheets.length} />
        ))}
      </section>
      <PeoplePane
        key={key}
        say={say}
        may={may}
        page={shown}
        round={done}
        written={() => {
          setDone((n) => n + 1);
          content.again();
          changed();
        }}
      />
    </>
  );
}
