/** Who is signed in, in the top bar; the menu comes when it is opened. */
import { lazy, Suspense } from "react";
import { roles } from "../../../server/contract/vocabulary.ts";
import { untilLoaded } from "../../api/chunk.ts";
import type { AppState } from "../../state/app.ts";
import { Popover } from "../parts/Popover.tsx";
import { usePart, useSay } from "../useApp.ts";

const AccountPanel = lazy(() => untilLoaded(() => import("./AccountPanel.tsx")).then((file) => ({ default: file.AccountPanel })));

const meOf = (state: AppState) => state.me;

export function AccountMenu() {
  const say = useSay();
  const me = usePart(meOf);
  if (!me || me.kind === "nobody") return null;
  const duty = me.roles[0];
  const name = me.person?.name ?? me.device?.name ?? "";
  const label = me.kind === "demo" ? say.t("account.demoAs", { duty: duty ? say.of(roles[duty]) : "" }) : name;
  const short = me.kind === "demo" && duty ? say.of(roles[duty]) : name;
  return (
    <Popover label={label} short={short} active={me.kind === "demo"}>
      {(close) => (
        <Suspense fallback={<p className="padded quiet">{say.t("boot.loading")}</p>}>
          <AccountPanel me={me} close={close} />
        </Suspense>
      )}
    </Popover>
  );
}
