/** One position in every system, to be copied. */
import { useState } from "react";
import { type Position, systemName } from "../../../server/contract/coordinates/systems.ts";
import type { WordKey } from "../../look/words.ts";
import { useSay } from "../useApp.ts";
import { dms, writtenIn } from "./readings.ts";
import { SystemName } from "./SystemName.tsx";

export function WrittenIn({ at }: { at: Position }) {
  const say = useSay();
  const [told, setTold] = useState<WordKey | null>(null);
  const copy = async (text: string, row: HTMLElement | null) => {
    try {
      await navigator.clipboard.writeText(text);
      setTold("doctor.copied");
    } catch {
      // Without https there is no clipboard: what is to be copied is selected instead.
      const range = document.createRange();
      if (row) range.selectNodeContents(row);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
      setTold("doctor.copyFailed");
    }
  };
  const rows = [
    ...writtenIn(at).map(({ crs, x, y }) => ({ key: crs, name: say.of(systemName(crs)), label: <SystemName crs={crs} />, texts: [x, y] })),
    { key: "dms", name: say.t("doctor.dms"), label: <>{say.t("doctor.dms")}</>, texts: dms(at).split(" ") },
  ];
  return (
    <section aria-label={say.t("doctor.written")}>
      <div className="doctor-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{say.t("doctor.crs")}</th>
              <th scope="col" className="number">
                {say.t("doctor.x")}
              </th>
              <th scope="col" className="number">
                {say.t("doctor.y")}
              </th>
              <th />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, label, texts }) => (
              <tr key={key} data-crs={key}>
                <th scope="row">{label}</th>
                <td className="number">{texts[0]}</td>
                <td className="number">{texts[1]}</td>
                <td>
                  <button
                    type="button"
                    className="link"
                    aria-label={say.t("doctor.copyOf", { name })}
                    onClick={(event) => void copy(texts.join(", "), event.currentTarget.closest("tr")?.cells[1] ?? null)}
                  >
                    {say.t("doctor.copy")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="status" className="quiet">
        {told && say.t(told)}
      </p>
    </section>
  );
}
