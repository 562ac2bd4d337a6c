/** What is wrong with an office's template, in words it can act on. */
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import type { Tag } from "easy-template-x";
import { mostTemplate_bytes, templateFields, templateLoops } from "../../contract/brief.ts";
import type { Word } from "../../contract/vocabulary.ts";
import { BadTemplate, bad } from "./bad.ts";
import { handler } from "./fill.ts";
import { type Files, isXml, notDocx, pack, unpackTemplate } from "./unpack.ts";

const word = (zh: string, en: string): Word => ({ zh, en });
const mostTold = 20;
/** Braces in one part; reading them takes longer than their number. */
const mostSigns = 5000;

/** Fields by the loop they stand in; "" = the document. */
const within = (loop: string): ReadonlySet<string> =>
  new Set(
    loop === ""
      ? [...Object.keys(templateFields), ...Object.keys(templateLoops)]
      : templateLoops[loop as keyof typeof templateLoops]?.map((f) => f.replace(/^#/, "")),
  );
const isLoop = (name: string): boolean => Object.hasOwn(templateLoops, name);
const isField = (name: string): boolean => Object.hasOwn(templateFields, name);
const pictures = new Set(["地图", "照片", "整改前", "整改后"]);

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** @throws BadTemplate when a part is no XML, or declares entities, or wants something from elsewhere */
function readXml(files: Files): void {
  for (const [name, bytes] of files) {
    if (/vbaProject|\.bin$/i.test(name) && /vba/i.test(name)) throw bad("模板含有宏，不能使用", "The template holds macros.");
    if (!isXml(name)) continue;
    const xml = text(bytes);
    if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw notDocx();
    if (xml.split("{").length > mostSigns)
      throw bad(`模板里的标记过多，最多 ${mostSigns} 个`, `The template has too many signs: ${mostSigns} at most.`);
    if (name.endsWith(".rels")) refuseOutside(xml);
    new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml.replace(/^\uFEFF/, ""), "text/xml");
  }
}
/** A picture or a template that lies elsewhere would be fetched by whoever opens the document. */
function refuseOutside(xml: string): void {
  for (const [relation] of xml.matchAll(/<[^<>]*TargetMode\s*=\s*["']External["'][^<>]*>/gi))
    if (!/\/hyperlink["']/.test(relation))
      throw bad(
        "模板引用了外部文件（链接的图片或模板），请改为嵌入",
        "The template links a file from elsewhere (a picture or a template): embed it.",
      );
}

interface Open {
  readonly name: string;
  /** null: a condition. */
  readonly loop: string | null;
}

const known = (open: readonly Open[], name: string): boolean =>
  within("").has(name) || open.some(({ loop }) => loop !== null && within(loop).has(name));

/** Loops of a few lines each: they may stand inside another, once. */
const short = new Set(["导语段", "概述段", "工作要求段", "工作要求前段", "附件", "红旗", "蓝旗"]);
const fieldsOfLoop = (loop: string): readonly string[] => templateLoops[loop as keyof typeof templateLoops];
/** Each loop stands in its own or at the top: all units for each of all problems would be a document without an end. */
function mayStandIn(loops: readonly string[], name: string): boolean {
  const inner = loops.at(-1);
  if (inner === undefined || fieldsOfLoop(inner).includes(`#${name}`)) return true;
  return short.has(name) && !loops.some((loop) => short.has(loop));
}

function opens(open: Open[], { name, rawText }: Tag): readonly Word[] {
  const around = [...open];
  const loops = around.flatMap(({ loop }) => loop ?? []);
  const condition = !isLoop(name) || (ownField(around, name) && !loops.some((loop) => fieldsOfLoop(loop).includes(`#${name}`)));
  open.push({ name, loop: condition ? null : name });
  if (!known(around, name)) return [word(`没有循环或条件 ${rawText}`, `There is no loop or condition ${rawText}.`)];
  if (condition || mayStandIn(loops, name)) return [];
  return [word(`循环 ${rawText} 不能放在 {#${loops.at(-1)}} 里`, `The loop ${rawText} cannot stand inside {#${loops.at(-1)}}.`)];
}
function closes(open: Open[], { name, rawText }: Tag): readonly Word[] {
  const last = open.pop();
  if (!last) return [word(`${rawText} 没有对应的开始标记`, `${rawText} closes a loop that was not opened.`)];
  if (name === "" || name === last.name) return [];
  return [
    word(
      `{#${last.name}} 以 ${rawText} 结束，应为 {/${last.name}}`,
      `{#${last.name}} is closed by ${rawText}: it should be {/${last.name}}.`,
    ),
  ];
}
/** A loop's own name gives no text. */
function stands(open: readonly Open[], { name, rawText }: Tag): readonly Word[] {
  if (!known(open, name)) return [word(`没有字段 ${rawText}`, `There is no field ${rawText}.`)];
  if (isLoop(name) && !isField(name) && !ownField(open, name))
    return [word(`${rawText} 是循环，应写作 {#${name}}…{/${name}}`, `${rawText} is a loop: write {#${name}}…{/${name}}.`)];
  return [];
}
const ownField = (open: readonly Open[], name: string): boolean =>
  open.some(({ loop }) => loop !== null && fieldsOfLoop(loop).includes(name));

function wrongTags(tags: readonly Tag[]): readonly Word[] {
  const open: Open[] = [];
  const wrong = tags.flatMap((tag) => {
    if (tag.disposition === "Open") return opens(open, tag);
    if (tag.disposition === "Close") return closes(open, tag);
    return stands(open, tag);
  });
  const left = open.map(({ name }) => word(`{#${name}} 没有结束标记 {/${name}}`, `{#${name}} is not closed by {/${name}}.`));
  return [...wrong, ...left];
}
const saysNothing = (tags: readonly Tag[]): boolean => !tags.some(({ name }) => isField(name) || pictures.has(name) || isLoop(name));

/** Tags as easy-template-x reads them. Its own words name the sign that is not closed. */
async function tagsOf(files: Files): Promise<readonly Tag[]> {
  try {
    return await handler().parseTags(pack(files));
  } catch (error) {
    if (!(error instanceof Error) || !/Tag|Delimiter|Template/.test(error.name)) throw notDocx();
    throw bad(`模板的标记有误：${error.message}`, `The template's signs are wrong: ${error.message}`);
  }
}

/** What an input method for Chinese writes in their place; nothing would be filled in. */
function wideBraces(files: Files): readonly Word[] {
  const written = [...files].filter(([name]) => /^word\/.*\.xml$/.test(name)).map(([, bytes]) => text(bytes).replace(/<[^>]*>/g, ""));
  const found = written.flatMap((one) => one.match(/[｛{][#/]?[\p{L}\p{N}]{1,12}｝|｛[#/]?[\p{L}\p{N}]{1,12}\}/gu) ?? []);
  return [...new Set(found)].map((sign) => word(`${sign} 要用半角的 { }`, `${sign} has full-width braces: write { }.`));
}

const names = [...new Set([...within(""), ...Object.values(templateLoops).flatMap((fields) => fields.map((f) => f.replace(/^#/, "")))])];
/** A brace that is not closed, in which the signs after it would be lost; and a field that lacks its first brace. */
function halfSigns(files: Files): readonly Word[] {
  const written = [...files].filter(([name]) => /^word\/.*\.xml$/.test(name)).flatMap(([, bytes]) => text(bytes).split("</w:p>"));
  const left = written.map((one) => one.replace(/<[^>]*>/g, "").replace(/\{[^{}]*\}/g, "\n")).filter((one) => /[{}]/.test(one));
  const opened = left.flatMap((one) => one.match(/\{[^\n]{0,12}/gu) ?? []);
  const closed = left.flatMap((one) => [...one.matchAll(/([\p{L}\p{N}]{1,40})\s*\}/gu)]);
  const ends = closed.filter(([, said = ""]) => names.some((name) => said.endsWith(name))).map(([sign]) => sign);
  return [...new Set([...opened, ...ends])].map((sign) => word(`${sign.trim()} 少一个括号`, `${sign.trim()} lacks a brace.`));
}

async function wrongIn(bytes: Buffer): Promise<readonly Word[]> {
  if (bytes.length > mostTemplate_bytes) {
    const most = mostTemplate_bytes / 1024 / 1024;
    return [word(`模板不超过 ${most} MB`, `A template takes ${most} MB at most.`)];
  }
  const files = unpackTemplate(bytes);
  readXml(files);
  const unreadable = [...wideBraces(files), ...halfSigns(files)];
  if (unreadable.length > 0) return unreadable.slice(0, mostTold);
  const tags = await tagsOf(files);
  if (saysNothing(tags)) return [word("模板里没有字段，例如 {标题}", "The template has no field, such as {标题}.")];
  return wrongTags(tags).slice(0, mostTold);
}

/** @returns what is wrong; nothing = it can be used. Never throws. */
export async function wrongWith(bytes: Buffer): Promise<readonly Word[]> {
  try {
    return await wrongIn(bytes);
  } catch (error) {
    return [error instanceof BadTemplate ? error.word : notDocx().word];
  }
}
