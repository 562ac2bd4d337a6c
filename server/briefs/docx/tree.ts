/**
 * A template's tree before and after it is filled. Before: paragraphs that hold nothing but the signs of loops are marked. After: those are taken
 * out, so that a loop leaves no empty lines; braces of the facts come back; nothing is left that a word processor would call damaged.
 */
import { type TemplateContext, TemplateExtension, type XmlGeneralNode, type XmlNode, xml } from "easy-template-x";
import { released } from "./words.ts";

/** An attribute that lives only while a template is filled. */
const mark = "chuangtu-loop";
const loopsOnly = /^(?:\s*\{[#/][^{}]*\})+\s*$/u;

const isGeneral = (node: XmlNode): node is XmlGeneralNode => node.nodeType === "General";
const children = (node: XmlNode): readonly XmlNode[] => node.childNodes ?? [];

/** Every element under a node, the deepest last; of a copy, so that it may be changed meanwhile. */
function* elements(root: XmlNode): Generator<XmlGeneralNode> {
  const open: XmlNode[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isGeneral(node)) yield node;
    open.push(...[...children(node)].reverse());
  }
}

function textOf(node: XmlNode): string {
  const texts = [...elements(node)].filter(({ nodeName }) => nodeName === "w:t");
  return texts.flatMap((text) => children(text).map((one) => ("textContent" in one ? one.textContent : ""))).join("");
}
const holds = (node: XmlNode, ...names: readonly string[]): boolean => [...elements(node)].some(({ nodeName }) => names.includes(nodeName));
const isBare = (paragraph: XmlNode): boolean =>
  textOf(paragraph).trim() === "" && !holds(paragraph, "w:drawing", "w:pict", "w:br", "w:sectPr", "w:object");

/** Marks paragraphs of nothing but loops' signs. */
export class MarkLoops extends TemplateExtension {
  async execute(_data: unknown, context: TemplateContext): Promise<void> {
    for (const node of elements(await context.currentPart.xmlRoot()))
      if (node.nodeName === "w:p" && loopsOnly.test(textOf(node)) && !holds(node, "w:drawing", "w:sectPr"))
        node.attributes = { ...node.attributes, [mark]: "1" };
  }
}

const blocks = ["w:p", "w:tbl", "w:sdt"];
const besides = (node: XmlNode, step: -1 | 1): XmlNode | undefined => {
  const all = children(node.parentNode as XmlNode).filter(({ nodeName }) => blocks.includes(nodeName));
  return all[all.indexOf(node) + step];
};
/** Two tables would become one, and a cell must end with a paragraph. */
function isNeeded(paragraph: XmlNode): boolean {
  const [before, after] = [besides(paragraph, -1), besides(paragraph, 1)];
  return (before?.nodeName === "w:tbl" && after?.nodeName !== "w:p") || (before === undefined && after === undefined);
}

const isMarked = (node: XmlNode): boolean => isGeneral(node) && mark in (node.attributes ?? {});

/** Word processors write "this begins a page" as a break at the end of what stands before: of a loop's sign, too. */
function handBreakOn(paragraph: XmlNode): void {
  const breaks = [...elements(paragraph)].filter(({ nodeName, attributes }) => nodeName === "w:br" && attributes?.["w:type"] === "page");
  if (breaks.length === 0) return;
  const all = children(paragraph.parentNode as XmlNode).filter(({ nodeName }) => blocks.includes(nodeName));
  const next = all.slice(all.indexOf(paragraph) + 1).find((one) => !isMarked(one));
  if (next?.nodeName !== "w:p") return;
  for (const one of breaks) xml.modify.remove(one);
  beginPage(next);
}
/** Its place among a paragraph's properties is fixed: after these. */
const before = ["w:pStyle", "w:keepNext", "w:keepLines"];
function beginPage(paragraph: XmlNode): void {
  const held = children(paragraph).find(({ nodeName }) => nodeName === "w:pPr");
  const properties = held ?? xml.create.generalNode("w:pPr");
  if (!held) xml.modify.insertChild(paragraph, properties, 0);
  if (children(properties).some(({ nodeName }) => nodeName === "w:pageBreakBefore")) return;
  const at = children(properties).filter(({ nodeName }) => before.includes(nodeName)).length;
  xml.modify.insertChild(properties, xml.create.generalNode("w:pageBreakBefore"), at);
}

function drop(paragraph: XmlGeneralNode): void {
  if (!isMarked(paragraph)) return;
  if (textOf(paragraph).trim() === "" && paragraph.parentNode) handBreakOn(paragraph);
  delete paragraph.attributes?.[mark];
  if (isBare(paragraph) && paragraph.parentNode && !isNeeded(paragraph)) xml.modify.remove(paragraph);
}

function mend(node: XmlGeneralNode): void {
  if (node.nodeName === "w:p") drop(node);
  else if (node.nodeName === "w:tbl" && !holds(node, "w:tr") && node.parentNode) xml.modify.remove(node);
  else if (node.nodeName === "w:tc" && children(node).at(-1)?.nodeName !== "w:p")
    xml.modify.appendChild(node, xml.create.generalNode("w:p"));
}

function release(node: XmlNode): void {
  for (const child of children(node))
    if (child.nodeType === "Text" && "textContent" in child) child.textContent = released(child.textContent ?? "");
}

/** Takes out marked paragraphs, and mends what an empty loop leaves. */
export class Tidy extends TemplateExtension {
  async execute(_data: unknown, context: TemplateContext): Promise<void> {
    const root = await context.currentPart.xmlRoot();
    for (const node of [...elements(root)]) mend(node);
    for (const node of elements(root)) release(node);
  }
}
