/** A workbook as an office has it, and a hand that drops it on a page. */
import gcoord from "gcoord";
import type { Page } from "playwright-core";
import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import type { SitesLayer } from "../../server/contract/types.ts";

export interface OfficeSite {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}
export interface Office {
  readonly bytes: Buffer;
  /** What the workbook means, EPSG:4326; those of the two bad rows too. */
  readonly sites: readonly OfficeSite[];
  /** Row of the one without coordinates, and of the one whose type nobody knows; from 0. */
  readonly unplaced: number;
  readonly untyped: number;
}

const types = ["公厕", "学校", "公交站", "商场超市", "银行"];
const headings = ["序号", "点位名称", "点位类型", "所属街道", "经度", "纬度", "责任单位"];
export const gcj = ({ lon, lat }: Pick<OfficeSite, "lon" | "lat">): readonly [number, number] =>
  gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02) as [number, number];

/** 300 sites near known ones, in GCJ-02, under a merged title; one without coordinates and one of a type that is none. */
export async function officeWorkbook(layer: SitesLayer): Promise<Office> {
  const sites = Array.from({ length: 300 }, (_, i): OfficeSite => {
    const near = (i * 5) % layer.count;
    const [lon, lat] = [(layer.lon[near] as number) / 1e6, (layer.lat[near] as number) / 1e6];
    return { name: `迎检点位${String(i + 1).padStart(3, "0")}号`, lon: lon + 0.0004 * Math.sin(i), lat: lat + 0.0004 * Math.cos(i) };
  });
  const [unplaced, untyped] = [50, 120];
  const rows = sites.map((site, i) => {
    const [x, y] = gcj(site);
    const place = i === unplaced ? [null, null] : [Number(x.toFixed(7)), Number(y.toFixed(7))];
    const type = i === untyped ? "神秘场所" : (types[i % types.length] as string);
    return [i + 1, site.name, type, "城东街道", ...place, "城市管理局"].map((value) => (value === null ? null : { value }));
  });
  const title = [{ value: "云河区创建文明城市实地点位一览表", columnSpan: headings.length }, ...headings.slice(1).map(() => null)];
  const sheet: SheetData = [title, headings.map((value) => ({ value })), ...rows];
  const bytes = await writeXlsxFile(sheet).toBuffer();
  return { bytes, sites, unplaced, untyped };
}

/** Drags a file over the page, looks at what it says, and lets it go. @returns the words that hung over the page */
export async function drop(page: Page, name: string, bytes: Buffer): Promise<string> {
  const data = await page.evaluateHandle(
    ([fileName, base64]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([content], fileName));
      return transfer;
    },
    [name, bytes.toString("base64")] as const,
  );
  const target = page.locator("dialog[open], main").last();
  const veil = page.locator(".drop-veil");
  // What hears a drop comes when the page has nothing else to do: a hand that hangs over it goes on dragging.
  for (const end = Date.now() + 60_000; Date.now() < end && (await veil.count()) === 0; await page.waitForTimeout(250))
    await target.dispatchEvent("dragover", { dataTransfer: data });
  const said = (await veil.textContent()) ?? "";
  await target.dispatchEvent("drop", { dataTransfer: data });
  await data.dispose();
  return said;
}
