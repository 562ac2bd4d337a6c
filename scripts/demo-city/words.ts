/** Word lists and a register of used names: every name in the district is made up, and given once. */
import type { Rng } from "./rng.ts";

const list = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Two-character names of good omen, for communities, streets and compounds. */
const stems = list(`
  安澜 安泰 柏林 宝塔 碧波 采莲 彩虹 长乐 长宁 朝晖 春晖 翠屏 大治 丹桂 德馨 东篱 芳草 枫林 凤鸣 福盈 拱辰 古槐 观澜 光华 桂苑 海棠 和畅 和顺 荷香 鹤鸣 红枫 虹桥 华章
  怀仁 惠民 嘉禾 嘉和 建设 锦绣 景明 菊园 聚贤 康宁 兰亭 乐善 礼和 莲塘 临溪 柳岸 龙津 鹿鸣 茂林 梅园 明德 明月 牡丹 南苑 宁远 平桥 朴园 千禧 青松 清波 清风 清远 庆丰 荣光
  瑞景 瑞祥 三元 桑园 上善 尚德 尚文 盛世 诗礼 石桥 书香 双桥 水云 顺和 思源 松鹤 太和 泰安 桃园 天泽 同心 桐荫 望湖 维新 文昌 文德 文星 梧桐 五福 西园 仙鹤 贤德 香樟 祥云 向阳 晓月 新民 新河 兴盛
  杏林 秀水 学府 雅韵 延龄 燕归 杨柳 养正 怡和 怡园 颐和 义和 银杏 迎春 永安 永宁 永兴 咏春 友谊 玉带 玉兰 毓秀 裕民 月湖 云锦 云栖 泽惠 昭阳 知春 致和 中兴 竹苑 紫薇 紫荆 棕榈 尊贤
  百花 北辰 滨河 博雅 广济 恒泰 弘文 会元 济民 吉庆 景行 九曲 丽景 凌云 鸣琴 南浦 栖霞 乾元 晴川 仁德 润泽 善邻 韶华 时雨 淑景 舜华 舒云 庭芳 万寿 雯华 溪畔 霞光 咸宁 星河 旭日 瑶台 元和 悦来 芸香 振兴 政通 正谊`);

/** Names of old-town alleys: trades, wells, trees and virtues. */
const alleyNames = list(`
  打铜巷 竹器巷 盐仓巷 米市巷 豆腐巷 箍桶巷 灯笼巷 染坊巷 书院巷 考棚巷 状元里 双井巷 井栏巷 石板巷 牌坊巷 钟楼巷 鼓楼巷 糖坊巷 酱园巷 绒线巷 花门楼巷 板闸里 粉章巷 茶巷 油坊巷 磨坊巷 草市巷 鱼市口巷 羊肉巷 马号巷 轿夫巷
  纸坊巷 笔墨巷 砚台巷 琴台巷 棋盘巷 画舫里 扇子巷 伞店巷 锡器巷 银匠巷 剪刀巷 铁匠巷 木行巷 缸甏巷 麻绳巷 蒲包巷 丝线巷 布市巷 衣庄巷 鞋帽巷 帽儿巷 当铺巷 钱铺巷 药王巷 仁寿里 积善里 义学巷 讲堂巷 文庙巷 魁星巷 三牌楼巷
  水关巷 东水巷 西水巷 码头巷 渡口巷 驿马巷 漕仓里 皇华里 斗姥巷 财神巷 火神巷 城隍庙巷 观音巷 白塔巷 青石巷 红桥巷 乌衣里 槐荫巷 老槐巷 银杏里 石榴巷 枇杷巷 桂花巷 腊梅巷 杏花里 桃花巷 柳条巷 竹竿巷 芦席巷 荷叶巷 葡萄巷 葫芦巷
  清宁巷 清源巷 清平里 长庚巷 长寿巷 安乐巷 安贞里 永福巷 永庆里 福寿巷 吉祥巷 同善里 同庆巷 兴隆巷 太平巷 和睦巷 仁里巷 义丰巷 礼让巷 智水巷 信义里 德邻巷 孝友巷 忠恕里 勤俭巷 谦益巷 履和巷 居敬巷 养心里 怀德巷`);
const alleyFirst = list("大 小 东 西 南 北 前 后 上 下 中 老");
const alleyPairs = { first: [..."清文安和仁礼信德永长福吉同兴太景育崇敦尚"], second: [..."宁昌泰顺华源善贤庆裕祥康乐宜"] } as const;

const surnames = list(
  "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 邱 秦 史 顾 侯 邵 孟 龙 万 段 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文",
);
/** Ordinary given names, in pairs that make nobody known to the public. */
const given = list(`
  志远 明辉 海涛 国栋 建宁 少华 思源 晓峰 雪梅 秀云 丽娟 雅琴 玉芬 桂香 静怡 佳慧 晨曦 宏图 永祥 树人 学勤 守诚 怀瑾 景行 克俭 承志 启航 振邦 立群 俊生 文博 书恒 子墨 浩然 泽宇 嘉树 一鸣 可欣 若兰 诗雨 梦琪 欣怡 婉清 秋月 冬梅 春燕 小芹 巧云 惠芳 淑贞 爱莲 银凤
  广田 长河 金山 宝林 洪生 福来 玉柱 新民 跃进 卫星 建业 宗平 少白 亦凡 培元 炳坤 鹤年 松涛 云鹏 凌霄 向前 远航 博闻 致和 明哲 慧敏 丽萍 红霞 彩云 素珍 秀芝 月娥 美玲 晓蓉 雨桐 语嫣 佳宁 思齐 沐阳 奕辰`);

/** A made-up person. */
export function personName(rng: Rng): string {
  return rng.pick(surnames) + rng.pick(given);
}

/** Gives each name once. */
export class Names {
  readonly #used = new Set<string>();
  readonly #bags = new Map<string, string[]>();

  /** True the first time, false when the name is taken. */
  take(name: string): boolean {
    if (this.#used.has(name)) return false;
    this.#used.add(name);
    return true;
  }

  /** A fresh name from `make`, tried until unused; after that, with a number in Chinese. */
  fresh(make: () => string): string {
    for (let i = 0; i < 60; i++) {
      const name = make();
      if (this.take(name)) return name;
    }
    const base = make();
    for (let n = 2; ; n++) {
      const name = `${base}（${chinese(n)}）`;
      if (this.take(name)) return name;
    }
  }

  /** The next stem of a purpose's own shuffled bag: streets and compounds both may be called 明月. */
  stem(purpose: string, rng: Rng): string {
    const bag = this.#bags.get(purpose) ?? [];
    if (bag.length === 0) bag.push(...rng.shuffled(stems.filter((s) => s.length === 2)));
    this.#bags.set(purpose, bag);
    return bag.pop() ?? "清和";
  }
}

/** An old-town alley's name: first the old ones, then neighbours of theirs, then made pairs. */
export function alleyName(names: Names, rng: Rng): string {
  return names.fresh(() => {
    const roll = rng.next();
    if (roll < 0.55) return rng.pick(alleyNames);
    if (roll < 0.68) return rng.pick(alleyFirst) + rng.pick(alleyNames.filter((n) => n.length === 3));
    return rng.pick(alleyPairs.first) + rng.pick(alleyPairs.second) + rng.pick(["巷", "巷", "巷", "里"]);
  });
}

const digits = [..."〇一二三四五六七八九十"];

/** 1…99 in Chinese numerals. */
export function chinese(n: number): string {
  if (n <= 10) return digits[n] ?? String(n);
  const tens = Math.floor(n / 10);
  return `${tens > 1 ? (digits[tens] ?? "") : ""}十${n % 10 ? (digits[n % 10] ?? "") : ""}`;
}
