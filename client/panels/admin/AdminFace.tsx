/** The administrator's pages: a list of books on the left, the open one beside it. Which are there follows from one's duties. */
import { useEffect, useRef, useState } from "react";
import type { Role } from "../../../server/contract/vocabulary.ts";
import { adminWords } from "../../look/words/admin.ts";
import { peopleWords } from "../../look/words/people.ts";
import { learn, type WordKey } from "../../look/words.ts";
import type { AppState } from "../../state/app.ts";
import { Notice } from "../parts/Notice.tsx";
import { Toast } from "../parts/Toast.tsx";
import { SignInGate } from "../session/SignInGate.tsx";
import { TopBar } from "../shell/TopBar.tsx";
import { usePart, useSay } from "../useApp.ts";
import { AttentionPage } from "./AttentionPage.tsx";
import { AuditBook } from "./AuditBook.tsx";
import { CalendarBook } from "./CalendarBook.tsx";
import { CategoriesBook } from "./CategoriesBook.tsx";
import { DevicesBook } from "./DevicesBook.tsx";
import { DutiesBook } from "./DutiesBook.tsx";
import { IntakeBook } from "./IntakeBook.tsx";
import { MessagesBook } from "./MessagesBook.tsx";
import { PeopleBook } from "./PeopleBook.tsx";
import { PolicyPage } from "./PolicyPage.tsx";
import { RobotsBook } from "./RobotsBook.tsx";
import { TemplatesBook } from "./TemplatesBook.tsx";
import { UnitsBook } from "./UnitsBook.tsx";

for (const room of [adminWords, peopleWords]) learn(room);

interface Section {
  readonly id: string;
  readonly word: WordKey;
  readonly roles: readonly Role[];
  readonly page: () => React.ReactNode;
}

/** The one list of the administrator's pages, in the order of the menu. */
const sections: readonly Section[] = [
  { id: "attention", word: "admin.attention", roles: ["administrator", "dispatcher"], page: AttentionPage },
  { id: "intake", word: "admin.intake", roles: ["administrator", "dispatcher"], page: IntakeBook },
  { id: "units", word: "admin.units", roles: ["administrator"], page: UnitsBook },
  { id: "categories", word: "admin.categories", roles: ["administrator"], page: CategoriesBook },
  { id: "calendar", word: "admin.calendar", roles: ["administrator"], page: CalendarBook },
  { id: "duties", word: "admin.duties", roles: ["administrator"], page: DutiesBook },
  { id: "templates", word: "admin.templates", roles: ["administrator"], page: TemplatesBook },
  { id: "robots", word: "admin.robots", roles: ["administrator"], page: RobotsBook },
  { id: "messages", word: "admin.messages", roles: ["administrator"], page: MessagesBook },
  { id: "devices", word: "people.devices", roles: ["administrator"], page: DevicesBook },
  { id: "people", word: "people.people", roles: ["security"], page: PeopleBook },
  { id: "policy", word: "people.policy", roles: ["security"], page: PolicyPage },
  { id: "audit", word: "people.audit", roles: ["auditor"], page: AuditBook },
];

const meOf = (state: AppState) => state.me;
const districtOf = (state: AppState) => state.district;
const viewOf = (state: AppState) => state.view;
const opened = () => location.pathname.split("/")[2] ?? "";

export function AdminFace() {
  const say = useSay();
  const me = usePart(meOf);
  const district = usePart(districtOf);
  const view = usePart(viewOf);
  const [at, setAt] = useState(opened);
  useEffect(() => {
    document.documentElement.dataset.theme = view.theme;
    document.documentElement.lang = view.lang === "zh" ? "zh-CN" : "en";
    document.title = `${say.t("admin.title")} · ${say.t("app.name")}`;
  }, [view.theme, view.lang, say]);
  useEffect(() => {
    const back = () => setAt(opened());
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, []);
  const mine = sections.filter((section) => section.roles.some((role) => me?.roles.includes(role)));
  const section = mine.find((one) => one.id === at) ?? mine[0];
  const current = section?.id;
  const menu = useRef<HTMLElement>(null);
  useEffect(() => {
    // Of a phone's one line of pages the open one is to be seen.
    if (current) menu.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  const go = (id: string) => (event: React.MouseEvent) => {
    event.preventDefault();
    history.pushState(null, "", `/admin/${id}${location.search}`);
    setAt(id);
  };
  return (
    <div className="page admin">
      <TopBar face="admin" />
      <main className="admin-body">
        <nav ref={menu} aria-label={say.t("admin.title")}>
          <a href="/" className="to-map">
            {say.t("app.toMap")}
          </a>
          {mine.map((one) => (
            <a key={one.id} href={`/admin/${one.id}`} aria-current={one === section ? "page" : undefined} onClick={go(one.id)}>
              {say.t(one.word)}
            </a>
          ))}
        </nav>
        <div className="admin-page">
          {me && me.kind !== "nobody" && !section && (
            <Notice kind="empty" title={say.t("admin.notYours")} detail={say.t("admin.notYoursHint")} />
          )}
          {district && section && <section.page key={section.id} />}
        </div>
      </main>
      <Toast />
      <SignInGate />
    </div>
  );
}
