/** What must be put right: whatever resolves to nobody or to several, and whatever stands on something that is gone. */
import type { Attention } from "../../../server/contract/types.ts";
import { siteTypes } from "../../../server/contract/vocabulary.ts";
import { askAttention } from "../../api/admin.ts";
import type { WordKey } from "../../look/words.ts";
import { Notice } from "../parts/Notice.tsx";
import { useSay } from "../useApp.ts";
import { useQuestion } from "../useQuestion.ts";

type Group = Attention["groups"][number];
const titles: Readonly<Record<Group["kind"], WordKey>> = {
  trade_none: "admin.tradeNone",
  trade_many: "admin.tradeMany",
  zone_no_unit: "admin.zoneNoUnit",
  zone_overlap: "admin.zoneOverlap",
  uncovered: "admin.uncovered",
  place_none: "admin.placeNone",
  place_many: "admin.placeMany",
  category_no_limit: "admin.categoryNoLimit",
  unit_dissolved: "admin.unitDissolved",
  person_left: "admin.personLeft",
  unit_no_person: "admin.unitNoPerson",
  calendar_unofficial: "admin.calendarUnofficial",
  backup_wrong: "admin.backupWrong",
};

export function AttentionPage() {
  const say = useSay();
  const answer = useQuestion("attention", askAttention);
  if (answer.failure) {
    return (
      <Notice
        kind="failed"
        title={say.t("admin.failed")}
        detail={say.of(answer.failure)}
        act={{ label: say.t("app.retry"), run: answer.again }}
      />
    );
  }
  if (!answer.value) return <Notice kind="loading" title={say.t("boot.loading")} />;
  const groups = answer.value.groups.filter((group) => group.count > 0);
  return (
    <section className="book" aria-label={say.t("admin.attention")}>
      <header className="book-head">
        <h2>{say.t("admin.attention")}</h2>
        <p className="quiet">{say.t("admin.attentionNote")}</p>
      </header>
      {groups.length === 0 && <Notice kind="empty" title={say.t("admin.allGood")} />}
      {groups.map((group) => (
        <GroupOf key={group.kind} group={group} />
      ))}
    </section>
  );
}

function GroupOf({ group }: { group: Group }) {
  const say = useSay();
  return (
    <details className="attention" open={group.count <= 20}>
      <summary>
        <strong>{say.t(titles[group.kind])}</strong> <span className="tag warn">{say.n(group.count)}</span>
      </summary>
      <ul>
        {group.items.map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn once and never reordered
          <li key={i}>
            {linkOf(item) ? <a href={linkOf(item) ?? ""}>{item.name}</a> : item.name}
            {item.siteType && <span className="tag">{say.of(siteTypes[item.siteType])}</span>}
            {item.note && <span className="quiet">{say.of(item.note)}</span>}
          </li>
        ))}
      </ul>
      {group.count > group.items.length && (
        <p className="hint">{say.t("admin.moreRows", { n: say.n(group.count - group.items.length) })}</p>
      )}
    </details>
  );
}

/** Where on the map the thing can be seen. */
function linkOf({ problem, site, zone }: Group["items"][number]): string | null {
  if (problem !== null) return `/?status=open&selected=problem/${problem}&panel=card`;
  if (site !== null) return `/?status=open&selected=site/${site}&panel=card`;
  return zone === null ? null : `/?status=open&selected=zone/${zone}&panel=card`;
}
