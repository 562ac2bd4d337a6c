/** Who is signed in, in full: their duties, their password, the administrator's pages, and the way out. */
import type { Me } from "../../../server/contract/types.ts";
import { type Role, roles } from "../../../server/contract/vocabulary.ts";
import { wordsOf } from "../../api/http.ts";
import { peopleWords } from "../../look/words/people.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { bookOf } from "../names.ts";
import { useFirstFocus } from "../parts/useFirstFocus.ts";
import { setPreference, toast } from "../run/app.ts";
import { leaveSession } from "../run/session.ts";
import { useApp, usePart, useSay } from "../useApp.ts";
import { DemoPeople } from "./DemoPeople.tsx";
import { PasswordForm } from "./PasswordForm.tsx";

learn(peopleWords);

const keepers: readonly Role[] = ["administrator", "security", "auditor", "dispatcher"];

const themeOf = (state: AppState) => state.view.theme;
const largeOf = (state: AppState) => state.view.size === "large";

/** A phone's top bar has no room for it. */
function ThemeButton() {
  const app = useApp();
  const say = useSay();
  const other = usePart(themeOf) === "dark" ? "light" : "dark";
  return (
    <button type="button" className="button phone-only" onClick={() => setPreference(app, { theme: other })}>
      {say.t(other === "light" ? "app.toLight" : "app.toDark")}
    </button>
  );
}

/** Large type; a phone's top bar has no room for its switch. */
function LargeButton() {
  const app = useApp();
  const say = useSay();
  const large = usePart(largeOf);
  return (
    <button
      type="button"
      className="button phone-only"
      aria-pressed={large}
      onClick={() => setPreference(app, { size: large ? "normal" : "large" })}
    >
      {say.t(large ? "app.notLarge" : "app.large")}
    </button>
  );
}

/** Who tells the walls what to show. */
const controllers: readonly Role[] = ["leader", "dispatcher", "administrator"];
/** Who reads official documents. */
const briefReaders: readonly Role[] = ["leader", "dispatcher", "administrator", "auditor"];
/** Who reads zone plans and the handbook. */
const planReaders: readonly Role[] = ["planner", "leader", "dispatcher", "administrator"];
/** Who brings files in. */
const importers: readonly Role[] = ["planner", "dispatcher", "administrator"];
/** Who works on the street too. */
const outdoors: readonly Role[] = ["inspector", "handler", "dispatcher", "leader"];

export function AccountPanel({ me, close }: { me: Me; close: () => void }) {
  const box = useFirstFocus();
  const app = useApp();
  const say = useSay();
  const book = usePart(bookOf);
  const leave = () =>
    leaveSession().catch((error: unknown) => {
      toast(app, wordsOf(error));
    });
  const area = me.unit !== null ? book.unit(me.unit) : (me.zone?.name ?? say.t("people.wholeDistrict"));
  return (
    <div ref={box} className="account-menu padded">
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
      {me.roles.some((role) => controllers.includes(role)) && (
        <a className="button" href="/walls">
          {say.t("people.toWalls")}
        </a>
      )}
      {me.roles.some((role) => briefReaders.includes(role)) && (
        <a className="button" href="/briefs">
          {say.t("people.toBriefs")}
        </a>
      )}
      {me.roles.some((role) => planReaders.includes(role)) && (
        <a className="button" href="/planner">
          {say.t("people.toPlanner")}
        </a>
      )}
      {me.roles.some((role) => importers.includes(role)) && (
        <a className="button" href="/import">
          {say.t("people.toImport")}
        </a>
      )}
      {me.roles.some((role) => outdoors.includes(role)) && (
        <a className="button" href="/field">
          {say.t("people.toField")}
        </a>
      )}
      <ThemeButton />
      <LargeButton />
      {me.kind === "person" && me.person?.account && <PasswordForm me={me} />}
      {me.kind === "person" && (
        <button type="button" className="button" onClick={() => void leave()}>
          {say.t(me.demo ? "people.leaveDemo" : "people.signOut")}
        </button>
      )}
    </div>
  );
}
