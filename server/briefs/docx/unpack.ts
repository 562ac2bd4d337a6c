/** A DOCX as its files, never larger than said while it is unpacked; and files as a DOCX, always the same bytes. */
import { Unzip, type UnzipFile, UnzipInflate, type Zippable, zipSync } from "fflate";
import { bad } from "./bad.ts";

export type Files = ReadonlyMap<string, Uint8Array>;

/** Of a template when unpacked: all of it, one XML file, files. */
const most_bytes = 40 * 1024 * 1024;
const mostXml_bytes = 6 * 1024 * 1024;
const mostFiles = 1000;
/** So little is pushed at once that what it grows to (1,032 times as much at most) is seen in time. */
const piece_bytes = 4096;

/** Of a file in the archive: a name that leads out of it, wherever the document is unpacked. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: no file is called so
const leadsOut = /^[/\\]|\\|(^|\/)\.\.?(\/|$)|:|[\u0000-\u001F]/u;

export const isXml = (name: string): boolean => /\.(xml|rels)$/i.test(name);

const tooLarge = () =>
  bad(
    `模板解开后过大：全部不超过 ${most_bytes / 1024 / 1024} MB，单个 XML 不超过 ${mostXml_bytes / 1024 / 1024} MB，文件不超过 ${mostFiles} 个`,
    `The template is too large when unpacked: it takes ${most_bytes / 1024 / 1024} MB at most, ${mostXml_bytes / 1024 / 1024} MB an XML file, ${mostFiles} files.`,
  );
export const notDocx = () =>
  bad("不是完好的 DOCX 文件；请在 Word 或 WPS 中另存为“.docx”", "This is not a whole DOCX file: save it as .docx in Word or WPS.");

interface Reading {
  readonly parts: Map<string, Uint8Array[]>;
  readonly whole: Set<string>;
  all_bytes: number;
}

function keep(reading: Reading, name: string, bytes: Uint8Array): void {
  const parts = reading.parts.get(name) as Uint8Array[];
  parts.push(bytes);
  reading.all_bytes += bytes.length;
  const own = isXml(name) ? parts.reduce((sum, part) => sum + part.length, 0) : 0;
  if (reading.all_bytes > most_bytes || own > mostXml_bytes) throw tooLarge();
}

function begin(reading: Reading, file: UnzipFile): void {
  if (file.name.endsWith("/")) return;
  if (reading.parts.has(file.name) || leadsOut.test(file.name)) throw notDocx();
  if (reading.parts.size >= mostFiles) throw tooLarge();
  reading.parts.set(file.name, []);
  file.ondata = (error, bytes, last) => {
    if (error) throw error;
    keep(reading, file.name, bytes);
    if (last) reading.whole.add(file.name);
  };
  file.start();
}

function read(bytes: Buffer): Reading {
  const reading: Reading = { parts: new Map(), whole: new Set(), all_bytes: 0 };
  const unzip = new Unzip((file) => begin(reading, file));
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += piece_bytes) unzip.push(bytes.subarray(at, at + piece_bytes), at + piece_bytes >= bytes.length);
  return reading;
}

function readWhole(bytes: Buffer): Reading {
  let reading: Reading;
  try {
    reading = read(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === "BadTemplate") throw error;
    throw notDocx();
  }
  if (reading.whole.size < reading.parts.size) throw notDocx();
  return reading;
}

/** @throws BadTemplate when it is no whole zip archive with a Word document in it, or is larger than said */
export function unpackTemplate(bytes: Buffer): Files {
  const { parts } = readWhole(bytes);
  const files = new Map([...parts].map(([name, pieces]) => [name, new Uint8Array(Buffer.concat(pieces))] as const));
  for (const needed of ["[Content_Types].xml", "_rels/.rels"]) if (!files.has(needed)) throw notDocx();
  return files;
}

const order = (name: string): string => `${name === "[Content_Types].xml" ? 0 : name.startsWith("_rels/") ? 1 : 2}${name}`;
const inOrder = (a: string, b: string): number => (order(a) < order(b) ? -1 : 1);

/** A zip archive of the files: by name, all of 1 January 1980 by whatever clock, so that the same files are the same bytes. */
export function pack(files: Files): Buffer {
  const named: Zippable = {};
  for (const name of [...files.keys()].sort(inOrder)) {
    const stored = /\.(png|jpe?g)$/i.test(name);
    // The local clock's parts are what is written: the hour is the same everywhere.
    named[name] = [files.get(name) as Uint8Array, { level: stored ? 0 : 6, mtime: new Date(1980, 0, 1) }];
  }
  return Buffer.from(zipSync(named));
}
