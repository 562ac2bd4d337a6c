/** What a robot says: a notice in a line, many in a digest, cut to what the robot takes. Pure. In the district's language; no phone is in it. */
import { type NoticeKind, noticeKinds } from "../contract/officeWords.ts";
import type { Form } from "./forms/form.ts";

export interface Tone {
  readonly language: "zh" | "en";
  /** The address people open the page at; without one there are no links. */
  readonly publicUrl: string | undefined;
}

/** A notice and its problem. */
export interface Told {
  readonly kind: NoticeKind;
  readonly problem: number;
  readonly code: string;
  readonly title: string;
  readonly place: string | null;
  readonly unit: string | null;
  readonly person: string | null;
  /** As people read it, in the district's time. */
  readonly deadline: string | null;
}

const phrases = {
  zh: {
    due: (at: string) => `截止 ${at}`,
    left: (n: number) => `…（余 ${n} 字未显示）`,
    digest: (n: number) => `【通知汇总】共 ${n} 条`,
    more: (n: number) => `另有 ${n} 条未列出`,
    message: (id: number) => `〔消息 ${id}〕`,
    test: (name: string) => `【测试】创图通知机器人“${name}”已接通`,
    example: "示例：",
    between: "：",
  },
  en: {
    due: (at: string) => `due ${at}`,
    left: (n: number) => `… (${n} more characters not shown)`,
    digest: (n: number) => `[Notices] ${n} in all`,
    more: (n: number) => `${n} more not shown`,
    message: (id: number) => `(message ${id})`,
    test: (name: string) => `[Test] The notice robot "${name}" of Chuangtu is connected`,
    example: "For example: ",
    between: ": ",
  },
} as const;

/** Others' words: one line, and nothing that a robot would take for a tag (`<at user_id="all">` calls a whole group). */
const plain = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .replaceAll("<", "＜")
    .trim();

const label = (kind: NoticeKind, language: Tone["language"]): string =>
  language === "zh" ? `【${noticeKinds[kind].zh}】` : `[${noticeKinds[kind].en}] `;

/** 【派单】20260302-0007 占道经营 · 解放路12号 · 城管局 李四 · 截止 2026-03-02 11:00 */
export function lineOf(told: Told, { language }: Tone): string {
  const who = [told.unit, told.person].flatMap((one) => (one ? [plain(one)] : [])).join(" ");
  const parts = [`${told.code} ${told.title}`, told.place ?? "", who, told.deadline ? phrases[language].due(told.deadline) : ""];
  return label(told.kind, language) + parts.flatMap((part) => plain(part) || []).join(" · ");
}

/** The head whole, or as many of its characters as leave room for how many are not shown, and for the tail. */
export function cutToFit(form: Form, head: string, tail: string, { language }: Tone): string {
  if (form.size(head + tail) <= form.most_bytes) return head + tail;
  const characters = [...head];
  const cut = (n: number) => characters.slice(0, n).join("") + phrases[language].left(characters.length - n) + tail;
  let [fits, over] = [0, characters.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (form.size(cut(middle)) <= form.most_bytes) fits = middle;
    else over = middle;
  }
  return cut(fits);
}

const linkOf = (told: Told, { publicUrl }: Tone): string =>
  publicUrl === undefined ? "" : `\n${publicUrl}/?selected=problem/${told.problem}`;

/** One notice. @param id the message's, by which one that comes twice is known */
export const single = (form: Form, told: Told, id: number, tone: Tone): string =>
  cutToFit(form, lineOf(told, tone), `${linkOf(told, tone)}\n${phrases[tone.language].message(id)}`, tone);

/** A line of a digest is cut, so that one long title does not take the place of all others. */
const longestLine = 120;
const short = (line: string): string => {
  const characters = [...line];
  return characters.length > longestLine ? `${characters.slice(0, longestLine - 1).join("")}…` : line;
};

/**
 * Many notices: how many of each kind first, then as many lines as fit, and how many do not.
 * @param counts by kind, of all; @param told the first of them, at least as many as could fit or all
 */
export function digest(form: Form, counts: ReadonlyMap<NoticeKind, number>, told: readonly Told[], id: number, tone: Tone): string {
  const say = phrases[tone.language];
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const kinds = [...counts].map(([kind, n]) => `${noticeKinds[kind][tone.language]} ${n}`).join(" · ");
  const head = `${say.digest(total)}${say.between}${kinds}`;
  const page = tone.publicUrl === undefined ? "" : `\n${tone.publicUrl}/`;
  const whole = (shown: readonly string[]) => {
    const rest = total - shown.length;
    const lines = [head, ...shown, ...(rest > 0 ? [say.more(rest)] : [])];
    return `${lines.join("\n")}${page}\n${say.message(id)}`;
  };
  const shown: string[] = [];
  for (const one of told) {
    const line = short(lineOf(one, tone));
    if (form.size(whole([...shown, line])) > form.most_bytes) break;
    shown.push(line);
  }
  return whole(shown);
}

/** What a robot is tried with. @param example a notice that it would get; null = there is none yet */
export function testing(form: Form, name: string, example: Told | null, tone: Tone): string {
  const say = phrases[tone.language];
  const more = example ? `\n${say.example}${lineOf(example, tone)}` : "";
  return cutToFit(form, say.test(plain(name)) + more, example ? linkOf(example, tone) : "", tone);
}
