/** One group of the figures: its name, a way to take back what is chosen in it, and what it shows. */
import { useId } from "react";
import type { Filter } from "../../../server/contract/filter.ts";
import { setFilter } from "../run/app.ts";
import { useApp, useSay } from "../useApp.ts";

interface Props {
  readonly title: string;
  /** Something of it is chosen. */
  readonly held: boolean;
  readonly without: Filter;
  readonly children: React.ReactNode;
}

export function Section({ title, held, without, children }: Props) {
  const app = useApp();
  const say = useSay();
  const id = useId();
  return (
    <section className="figure-group" aria-labelledby={id}>
      <header>
        <h3 id={id}>{title}</h3>
        {held && (
          <button type="button" className="link" onClick={() => setFilter(app, without)}>
            {say.t("charts.clear")}
          </button>
        )}
      </header>
      {children}
    </section>
  );
}
