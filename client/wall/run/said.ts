/** What the wall says of itself when something is not right. */
import type { Word } from "../../../server/contract/vocabulary.ts";
import type { Difference } from "../state.ts";

const layerWords: Readonly<Record<string, Word>> = {
  district: { zh: "区县资料", en: "the district" },
  base: { zh: "底图", en: "the base map" },
  zones: { zh: "责任区", en: "zones" },
  sites: { zh: "点位", en: "sites" },
  problems: { zh: "问题", en: "problems" },
  hits: { zh: "本画面的问题", en: "problems of this scene" },
  overlay: { zh: "图上范围", en: "shapes on the map" },
};
const nameOf = (layer: string): Word => layerWords[layer] ?? { zh: layer, en: layer };

export const notLoaded = (layer: string, { zh, en }: Word): Word => ({
  zh: `${nameOf(layer).zh}未能更新：${zh}`,
  en: `Could not renew ${nameOf(layer).en}: ${en}`,
});
export const noProgramme = ({ zh, en }: Word): Word => ({
  zh: `轮播设置未取得，按通用轮播显示：${zh}`,
  en: `The tour could not be had; the usual one is shown: ${en}`,
});
export const noWord = ({ zh, en }: Word): Word => ({
  zh: `未能向值班台报告：${zh}`,
  en: `Could not tell the desk how this screen stands: ${en}`,
});
export const sceneBroke = (reason: string): Word => ({
  zh: `画面出错：${reason.slice(0, 120)}`,
  en: `The scene failed: ${reason.slice(0, 120)}`,
});
export const mapBroke = (reason: string): Word => ({
  zh: `地图出错：${reason.slice(0, 120)}`,
  en: `The map failed: ${reason.slice(0, 120)}`,
});
export const noGraphics: Word = { zh: "此设备没有 WebGL2，无法显示地图", en: "This device has no WebGL2: no map can be shown." };
export const differs = ({ layer, drawn, counted }: Difference): Word => ({
  zh: `${nameOf(layer).zh}：画出 ${drawn}，应为 ${counted}`,
  en: `${nameOf(layer).en}: ${drawn} drawn, ${counted} counted`,
});
