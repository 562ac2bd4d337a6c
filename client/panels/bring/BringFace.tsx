/** /import: bring a file, and what was brought before: by whom, when, with what result; taken back as a whole. */
import { useEffect } from "react";
import "../../look/bring.css";
import { bringWords } from "../../look/words/bring.ts";
import { learn } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { FileSheet } from "../files/FileSheet.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Toast } from "../parts/Toast.tsx";
import { loadDistrict } from "../run/boot.ts";
import { SignInGate } from "../session/SignInGate.tsx";
import { TopBar } from "../shell/TopBar.tsx";
import { useApp, usePart, useSay } from "../useApp.ts";
import { followDrops } from "./dropAnywhere.ts";
import { ImportList } from "./ImportList.tsx";
import { TakeArea } from "./Take.tsx";
import { targetsOf } from "./useBring.ts";

learn(bringWords);

const meOf = (state: AppState) => state.me;
const districtOf = (state: AppState) => state.district;
const bootOf = (state: AppState) => state.boot;
const viewOf = (state: AppState) => state.view;
const openOf = (state: AppState) => state.open;

/** Theme, size, language and title of the document. */
function useDocument(): void {
  const say = useSay();
  const { theme, lang, size } = usePart(viewOf);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.size = size;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = `${say.t("bring.title")} · ${say.t("app.name")}`;
  }, [theme, size, lang, say]);
}

export function BringFace() {
  const app = useApp();
  const open = usePart(openOf);
  useDocument();
  useEffect(() => followDrops(app), [app]);
  return (
    <div className="page admin bring-face">
      <TopBar face="admin" />
      <main className="admin-body">
        <div className="admin-page">
          <Ready open={open} />
        </div>
      </main>
      {open === "bring" && <FileSheet open={open} />}
      <Toast />
      <SignInGate />
    </div>
  );
}

/** Pasted rows are a file like any other. */
const pasted = (text: string, name: string): File => new File([text], name, { type: "text/plain" });

function Ready({ open }: { open: AppState["open"] }) {
  const app = useApp();
  const say = useSay();
  const me = usePart(meOf);
  const state = usePart(bootOf);
  const district = usePart(districtOf);
  if (me && me.kind !== "nobody" && targetsOf(me).length === 0)
    return <Notice kind="empty" title={say.t("bring.notYoursTitle")} detail={say.t("bring.notYours")} />;
  if (state.state === "failed") {
    const act = { label: say.t("app.retry"), run: () => void loadDistrict(app) };
    return <Notice kind="failed" title={say.t("bring.faceFailed")} detail={say.of(state.failure)} act={act} />;
  }
  if (!district || !me || me.kind === "nobody")
    return me?.kind === "nobody" ? null : <Notice kind="loading" title={say.t("boot.loading")} />;
  const take = (file: File) => app.store.set({ open: "bring", brought: [file] });
  return (
    <div className="book">
      <header className="book-head">
        <a href="/" className="to-map">
          {say.t("app.toMap")}
        </a>
        <h2>{say.t("bring.title")}</h2>
        <p className="quiet">{say.t("bring.what")}</p>
      </header>
      <TakeArea reading={null} file={take} paste={(text) => take(pasted(text, say.t("bring.pastedName")))} />
      <ImportList shown={open === null} timeZone={district.timeZone} />
    </div>
  );
}
