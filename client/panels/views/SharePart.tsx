/** A link to what one looks at, into the clipboard; where the browser refuses that, to be copied by hand. */
import { useState } from "react";
import { wordsOf } from "../../api/http.ts";
import { Icon } from "../parts/Icon.tsx";
import { useApp, useSay } from "../useApp.ts";
import { copied, type Shared, shareOf } from "./link.ts";

type Told = { readonly shared: Shared; readonly copied: boolean } | { readonly reason: ReturnType<typeof wordsOf> };

export function SharePart() {
  const app = useApp();
  const say = useSay();
  const [told, tell] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const share = async () => {
    setBusy(true);
    try {
      const shared = await shareOf(app.store.get().view, location);
      tell({ shared, copied: await copied(shared.url) });
    } catch (error) {
      tell({ reason: wordsOf(error) });
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" className="button" disabled={busy} onClick={() => void share()}>
        <Icon name="link" />
        {say.t("link.copy")}
      </button>
      {told && <Outcome told={told} />}
    </>
  );
}

function Outcome({ told }: { told: Told }) {
  const say = useSay();
  if ("reason" in told) {
    return (
      <p className="inline-failure" role="alert">
        {say.t("link.failed", { reason: say.of(told.reason) })}
      </p>
    );
  }
  const { url, shortened } = told.shared;
  const done = shortened === null ? say.t("link.long") : say.t("link.short", { n: say.n(shortened) });
  return (
    <div className="view-link" role="status">
      <p>{told.copied ? done : say.t("link.refused")}</p>
      <input className="field" readOnly aria-label={say.t("link.field")} value={url} onFocus={(event) => event.target.select()} />
    </div>
  );
}
