/** Rules of alarms and flags: what is typed becomes what is sent, what it means is said, and only who may can change it. */
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { wallsWords } from "../../../client/look/words/walls.ts";
import { learn } from "../../../client/look/words.ts";
import { AppContext } from "../../../client/panels/useApp.ts";
import { RulesChange } from "../../../client/panels/walls/RulesChange.tsx";
import { RulesForm } from "../../../client/panels/walls/RulesPage.tsx";
import { bodyOf, changesOf, draftOf, faultsOf, type NumberName } from "../../../client/panels/walls/rulesDraft.ts";
import type { WallRules } from "../../../server/contract/types.ts";
import { pageAt } from "./state.ts";

learn(wallsWords);
const draw = (panel: React.ReactNode, search = "") => renderToStaticMarkup(<AppContext value={pageAt(search)}>{panel}</AppContext>);
const rules: WallRules = {
  ...{ keyOverdue: true, immediate: ["0101"], clusterLeast: 6, clusterWithin_m: 80, clusterHours: 24 },
  ...{ flagLeast: 10, flagRed: 0.9, flagBlue: 0.75, patrolDays: 7 },
};
const typed = (name: NumberName, text: string) => {
  const draft = draftOf(rules);
  return { ...draft, texts: { ...draft.texts, [name]: text } };
};

describe("rules that are typed", () => {
  it("are sent as they came when nothing is touched, whatever the rates", () => {
    for (let percent = 0; percent <= 100; percent++) {
      const same = { ...rules, flagRed: percent / 100, flagBlue: 0.0725 };
      expect(bodyOf(draftOf(same))).toEqual(same);
      expect(changesOf(same, draftOf(same))).toEqual([]);
    }
  });

  it("name what changes, rates in per cent", () => {
    expect(draftOf(rules).texts.flagRed).toBe("90");
    expect(bodyOf(typed("flagRed", "87.5")).flagRed).toBe(0.875);
    expect(changesOf(rules, typed("clusterLeast", "8"))).toEqual(["clusterLeast"]);
    expect(changesOf(rules, { ...draftOf(rules), keyOverdue: false, immediate: [] })).toEqual(["keyOverdue", "immediate"]);
  });

  it("are faults where the server would refuse them, and where one unit would have both flags", () => {
    expect(faultsOf(draftOf(rules))).toEqual([]);
    for (const text of ["", " ", "2", "101", "6.5", "many"]) expect(faultsOf(typed("clusterLeast", text))).toEqual(["clusterLeast"]);
    expect(faultsOf(typed("clusterWithin_m", "12.5"))).toEqual([]);
    expect(faultsOf(typed("flagRed", "75"))).toEqual(["flags"]);
    expect(faultsOf(typed("flagRed", "101"))).toEqual(["flagRed"]);
  });
});

describe("the form of rules", () => {
  const form = (may: boolean, search = "") => draw(<RulesForm rules={rules} may={may} saved={() => {}} />, search);
  it("says what each rule means as it stands, categories by name", () => {
    const shown = form(true);
    for (const text of [
      "24 小时内发现、彼此相距不超过 80 米的问题达到 6 个",
      "一发现就告警：占道经营。",
      "办结满 10 件才评：有 95% 的把握按期率在 90% 以上插红旗，在 75% 以下插蓝旗",
      "河段 7 天没有巡查",
    ])
      expect(shown).toContain(text);
    expect(form(true, "lang=en")).toContain("An alarm as soon as one is found: street vending.");
  });

  it("is only read by who may not change it", () => {
    expect(form(true)).toContain("保存规则");
    const read = form(false);
    expect(read).not.toContain("保存规则");
    expect(read.match(/<input/g)?.length).toBe(read.match(/<input[^>]*disabled=""/g)?.length);
    expect(read).not.toContain("去掉 占道经营");
  });

  it("asks before it changes anything, with what was and what will be", () => {
    const after = { ...rules, clusterLeast: 8, flagRed: 0.95, immediate: [] };
    const shown = draw(
      <RulesChange before={rules} after={after} changes={changesOf(rules, draftOf(after))} busy={false} save={() => {}} leave={() => {}} />,
    );
    for (const text of ["6 → 8", "90 → 95", "占道经营 → 无", "确认修改"]) expect(shown).toContain(text);
    expect(shown).not.toContain("巡");
  });
});
