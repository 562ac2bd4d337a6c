/** 我: who is signed in, language, colours, size of type, and how this phone stands. */
import { useEffect, useState } from "react";
import { roles } from "../../../server/contract/vocabulary.ts";
import { askMe, signOut } from "../../api/people.ts";
import { words } from "../../look/words.ts";
import { countOf } from "../entry.ts";
import { becomes } from "../load.ts";
import { type Page, prefer, toast } from "../page.ts";
import { Choice, Confirm } from "../parts/Parts.tsx";
import type { FieldState, ThemeChoice } from "../state.ts";
import { usePage, usePart, useSay, useStamp } from "../usePage.ts";
import { DemoPeople, SignIn } from "./SignIn.tsx";

const meOf = (state: FieldState) => state.me;
const stateOf = (state: FieldState) => state;
const themes: readonly ThemeChoice[] = ["auto", "light", "dark"];

async function leave(page: Page): Promise<void> {
  try {
    await signOut();
    await becomes(page, await askMe());
  } catch {
    toast(page, words["me.signOutFailed"]);
  }
}

export function MeTab() {
  const me = usePart(meOf);
  return (
    <div className="tab">
      <section className="card">{me && me.kind !== "nobody" ? <Who /> : <SignIn />}</section>
      {me?.demo && <DemoPeople />}
      <Choices />
      <Phone />
    </div>
  );
}

function Who() {
  const page = usePage();
  const say = useSay();
  const { me, meKept, entries, district } = usePart(stateOf);
  if (!me) return null;
  const { waiting } = countOf(entries);
  const unit = district?.units.find(({ id }) => id === me.unit)?.name;
  return (
    <>
      <h2>{me.person?.name ?? (me.device?.name || say.t("me.demo"))}</h2>
      <p>{me.roles.map((role) => say.of(roles[role])).join("、")}</p>
      <p className="quiet">{[unit, me.zone?.name].filter(Boolean).join(" · ")}</p>
      {me.kind === "demo" && <p className="hint">{say.t("me.demoNote")}</p>}
      {meKept && <p className="hint">{say.t("me.kept")}</p>}
      {me.mustChange && <p className="warn">{say.t("me.mustChange")}</p>}
      {me.kind === "person" &&
        (waiting > 0 ? (
          <Confirm
            label={say.t("me.signOut")}
            question={say.t("me.signOutWaiting", { n: waiting })}
            yes={say.t("me.signOut")}
            onYes={() => void leave(page)}
          />
        ) : (
          <button type="button" className="button" onClick={() => void leave(page)}>
            {say.t("me.signOut")}
          </button>
        ))}
    </>
  );
}

function Choices() {
  const page = usePage();
  const say = useSay();
  const { lang, theme, big } = usePart(stateOf);
  return (
    <section className="card" aria-labelledby="choices">
      <h2 id="choices">{say.t("me.choices")}</h2>
      <fieldset className="pills" aria-label={say.t("me.language")}>
        <button
          type="button"
          lang="zh"
          className={lang === "zh" ? "pill chosen" : "pill"}
          aria-pressed={lang === "zh"}
          onClick={() => prefer(page, { lang: "zh" })}
        >
          中文
        </button>
        <button
          type="button"
          lang="en"
          className={lang === "en" ? "pill chosen" : "pill"}
          aria-pressed={lang === "en"}
          onClick={() => prefer(page, { lang: "en" })}
        >
          English
        </button>
      </fieldset>
      <fieldset className="pills" aria-label={say.t("me.theme")}>
        {themes.map((one) => (
          <button
            key={one}
            type="button"
            className={theme === one ? "pill chosen" : "pill"}
            aria-pressed={theme === one}
            onClick={() => prefer(page, { theme: one })}
          >
            {say.t(`theme.${one}`)}
          </button>
        ))}
      </fieldset>
      <Choice label={say.t("me.big")} on={big} set={(on) => prefer(page, { big: on })} />
    </section>
  );
}

/** What is kept here, how the link stands, and how to put the page among the phone's apps. */
function Phone() {
  const say = useSay();
  const stamp = useStamp();
  const { online, heardAt, lasting } = usePart(stateOf);
  const [used, setUsed] = useState<{ bytes: number; safe: boolean } | null>(null);
  useEffect(() => {
    const ask = async () => {
      const estimate = await navigator.storage?.estimate?.();
      const safe = (await navigator.storage?.persisted?.()) ?? false;
      if (estimate?.usage !== undefined) setUsed({ bytes: estimate.usage, safe });
    };
    void ask();
  }, []);
  const installed = matchMedia("(display-mode: standalone)").matches;
  return (
    <section className="card" aria-labelledby="phone">
      <h2 id="phone">{say.t("me.phone")}</h2>
      <p>{say.t(online ? "field.online" : "field.offline")}</p>
      {heardAt > 0 && <p className="quiet">{say.t("me.heard", { time: stamp(heardAt) })}</p>}
      {used && <p className="quiet">{say.t(used.safe ? "me.storageSafe" : "me.storage", { mb: (used.bytes / 1e6).toFixed(1) })}</p>}
      {!lasting && <p className="warn">{say.t("outbox.notLasting")}</p>}
      {!installed && <p className="hint">{say.t("me.install")}</p>}
      <p>
        <a className="button" href="/">
          {say.t("me.desk")}
        </a>
      </p>
    </section>
  );
}
