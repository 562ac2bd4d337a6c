/** Who is signed in, in the top bar: their duties, their password, the administrator's pages, and the way out. */
import type { Me } from "../../../server/contract/types.ts";
import { type Role, roles } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { Popover } from "../parts/Popover.tsx";
import { toast } from "../run/app.ts";
import { leaveSession } from "../run/session.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DemoPeople } from "./DemoPeople.tsx";
import { PasswordForm } from "./PasswordForm.tsx";

const meOf = (state: AppState) => state.me;
const keepers: readonly Role[] = ["administrator", "security", "auditor", "dispatcher"];

export function AccountMenu() {
  const say = useSay();
  const me = usePart(meOf);
  if (!me || me.kind === "nobody") return null;
  const duty = me.roles[0];
  const name = me.person?.name ?? me.device?.name ?? "";
  const label = me.kind === "demo" ? say.t("people.demoAs", { duty: duty ? say.of(roles[duty]) : "" }) : name;
  const short = me.kind === "demo" && duty ? say.of(roles[duty]) : name;
  return (
    <Popover label={label} short={short} active={me.kind === "demo"}>
      {(close) => <Menu me={me} close={close} />}
    </Popover>
  );
}

function Menu({ me, close }: { me: Me; close: () => void }) {
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const leave = () =>
    leaveSession().catch((error: unknown) => {
      toast(app, wordsOf(error));
    });
  const area = me.unit !== null ? book.unit(me.unit) : (me.zone?.name ?? say.t("people.wholeDistrict"));
  return (
    <div className="account-menu padded">
      <p>
        <strong>{me.person?.name ?? me.device?.name}</strong>{" "}
        <small>
          {me.roles.map((role) => say.of(roles[role])).join("、")} · {area}
        </small>
      </p>
      {me.kind === "demo" && <p className="quiet">{say.t("people.demoNote")}</p>}
      {me.demo && <DemoPeople done={close} />}
      {me.roles.some((role) => keepers.includes(role)) && (
        <a className="button" href="/admin">
          {say.t("people.toAdmin")}
        </a>
      )}
      {me.kind === "person" && me.person?.account && <PasswordForm me={me} />}
      {me.kind === "person" && (
        <button type="button" className="button" onClick={() => void leave()}>
          {say.t(me.demo ? "people.leaveDemo" : "people.signOut")}
        </button>
      )}
    </div>
  );
}
