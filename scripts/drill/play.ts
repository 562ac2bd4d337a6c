/** The scenes of the drill, one after the other, and at the end what was promised and what is so. */
import { setTimeout as wait } from "node:timers/promises";
import { ask, until } from "../cluster/ask.ts";
import type { Member } from "../cluster/member.ts";
import { differing, lostOrTwice } from "./compare.ts";
import type { Stage, Words } from "./stage.ts";

export interface Promised {
  readonly what: Words;
  readonly kept: boolean;
  /** Figures, or what went wrong. */
  readonly found: Words;
  /** What went wrong, a line each. */
  readonly faults: readonly string[];
}

export interface Pace {
  /** How long each scene is looked at. */
  readonly look_ms: number;
  /** From the primary's death until the operator has noticed. */
  readonly notice_ms: number;
  /** Until writes go on after a promotion, at most. */
  readonly recovery_ms: number;
}

export const seconds = (ms: number): string => (ms / 1_000).toFixed(ms < 10_000 ? 2 : 1);
const same = (text: string): Words => ({ zh: text, en: text });

/** How often the problems were read on a member so far. */
async function readOn(member: Member, database: string): Promise<number> {
  // The table itself holds nothing: what is open, and what ended in each month, does.
  const text = `select sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as n from pg_stat_user_tables
    where relname ~ '^problem_(open|rest|[0-9]{4}_[0-9]{2})$'`;
  return (await ask<{ n: number }>(member.url(database), text))[0]?.n ?? 0;
}

/** Waits until requests are answered from a member that came back; one that nobody asks is remembered. */
async function readFrom({ database, unread }: Stage, member: Member, limit_ms = 30_000): Promise<Words> {
  const [from, before] = [performance.now(), await readOn(member, database)];
  const more = async () => (await readOn(member, database)) > before + 20;
  try {
    await until(`${member.name} is read from`, more, limit_ms);
  } catch {
    unread.push(member.name);
    return { zh: `${limit_ms / 1_000} 秒内没有用来读`, en: `it was not read from within ${limit_ms / 1_000} s` };
  }
  const took = seconds(performance.now() - from);
  return { zh: `再过 ${took} 秒用来读`, en: `and was read from ${took} s later` };
}

async function calm(stage: Stage, { look_ms }: Pace): Promise<Words[]> {
  const { members } = stage.cluster;
  const before = await Promise.all(members.map((one) => readOn(one, stage.database)));
  await wait(look_ms);
  const after = await Promise.all(members.map((one) => readOn(one, stage.database)));
  const reads = members.map(({ name }, i) => `${name} ${(after[i] ?? 0) - (before[i] ?? 0)}`);
  return [{ zh: `各库查问题表的次数：${reads.join("，")}`, en: `looks into the problems by server: ${reads.join(", ")}` }];
}

async function serverKilled(stage: Stage, { look_ms }: Pace): Promise<Words[]> {
  const victim = stage.servers[0];
  const openings = stage.listeners.openings;
  await victim?.kill();
  await wait(look_ms);
  const reopened = stage.listeners.openings - openings;
  const from = performance.now();
  await victim?.start();
  await stage.ready(stage.servers.length);
  const back = seconds(performance.now() - from);
  return [
    { zh: `${reopened} 条实时通道换到别的进程`, en: `${reopened} live streams came back through another process` },
    { zh: `重新启动后 ${back} 秒投入`, en: `started again, it took part after ${back} s` },
  ];
}

async function replicaLags({ cluster, database }: Stage, { look_ms }: Pace): Promise<Words[]> {
  const lagging = cluster.replicas[0] as Member;
  await cluster.pauseReplay(lagging);
  await wait(look_ms);
  const text = "select coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000, 0)::float8 as ms";
  const [lag] = await ask<{ ms: number }>(lagging.url(database), text);
  await cluster.resumeReplay(lagging);
  const from = performance.now();
  await cluster.caughtUp();
  return [
    { zh: `${lagging.name} 落后 ${seconds(lag?.ms ?? 0)} 秒`, en: `${lagging.name} was ${seconds(lag?.ms ?? 0)} s behind` },
    {
      zh: `放开后 ${seconds(performance.now() - from)} 秒追平`,
      en: `it had caught up ${seconds(performance.now() - from)} s after it was let go`,
    },
  ];
}

async function replicaKilled(stage: Stage, { look_ms }: Pace): Promise<Words[]> {
  const { cluster } = stage;
  const victim = cluster.replicas[1] as Member;
  await victim.crash();
  await wait(look_ms);
  const from = performance.now();
  await cluster.rejoin(victim);
  const back = seconds(performance.now() - from);
  return [
    { zh: `${victim.name} 用 ${back} 秒重新成为备库`, en: `${victim.name} was a replica again after ${back} s` },
    await readFrom(stage, victim),
  ];
}

async function primaryKilled(stage: Stage, { look_ms, notice_ms, recovery_ms }: Pace): Promise<Words[]> {
  const { cluster, writers, listeners } = stage;
  const openings = listeners.openings;
  const from = performance.now();
  await cluster.primary.crash();
  await wait(notice_ms);
  const promoting = performance.now();
  const chosen = await cluster.promote();
  const promoted = performance.now();
  await until("writes go on", () => writers.firstAfter(promoted) !== null, recovery_ms);
  const first = writers.firstAfter(promoted) as number;
  await wait(look_ms);
  return [
    {
      zh: `${seconds(notice_ms)} 秒后提升 ${chosen.name}，用 ${seconds(promoted - promoting)} 秒`,
      en: `${chosen.name} was promoted after ${seconds(notice_ms)} s, in ${seconds(promoted - promoting)} s`,
    },
    {
      zh: `提升后 ${seconds(first - promoted)} 秒又能写（主库停后 ${seconds(first - from)} 秒）`,
      en: `writes went on ${seconds(first - promoted)} s after that (${seconds(first - from)} s after the primary's death)`,
    },
    { zh: `${listeners.openings - openings} 条实时通道重连`, en: `${listeners.openings - openings} live streams were opened again` },
  ];
}

async function oldPrimaryBack(stage: Stage, old: Member): Promise<Words[]> {
  const from = performance.now();
  await stage.cluster.rejoin(old);
  const back = seconds(performance.now() - from);
  return [
    { zh: `${old.name} 用 ${back} 秒回绕并成为备库`, en: `${old.name} was wound back and a replica after ${back} s` },
    await readFrom(stage, old),
  ];
}

/** One after the other told to stop, and started: the proxy finds out by asking who is ready. */
async function rolling(stage: Stage): Promise<Words[]> {
  const times: string[] = [];
  for (const server of stage.servers) {
    const from = performance.now();
    await server.stop();
    times.push(seconds(performance.now() - from));
    await server.start();
    await stage.ready(stage.servers.length);
  }
  return [{ zh: `各进程用 ${times.join("、")} 秒收尾`, en: `the processes took ${times.join(", ")} s to end` }];
}

/** The figures at the end. */
async function judge(stage: Stage, scenes: Readonly<Record<"failover" | "rolling", number>>): Promise<Promised[]> {
  const { writers, readers, listeners, cluster } = stage;
  await writers.stop();
  const acknowledged = [...writers.acknowledged.values()];
  await until("the streams told of everything", () => listeners.missing(acknowledged).length === 0, 20_000).catch(() => {});
  await readers.stop();
  const all = readers.between(0, Number.POSITIVE_INFINITY);
  const acts = writers.at_ms.length;
  const lost = await lostOrTwice(stage.url, acknowledged);
  const differ = await differing(cluster, stage.database);
  const missing = listeners.missing(acknowledged);
  const delays = listeners.delays(acknowledged).sort((a, b) => a - b);
  const late = (share: number): string => seconds(delays[Math.floor(delays.length * share)] ?? 0);
  const during = stage.scenes[scenes.failover];
  const rolled = stage.scenes[scenes.rolling];
  const failedRolling = (rolled?.reads.failed ?? 0) + (rolled?.writes.again ?? 0);
  const promise = (what: Words, faults: readonly string[], found: Words): Promised => ({ what, kept: faults.length === 0, found, faults });
  const count = (n: number, more: Words): Words => ({ zh: `${n} ${more.zh}`, en: `${n} ${more.en}` });
  return [
    promise({ zh: "确认过的办理都在，且各一次", en: "Each acknowledged act is there, once" }, [...lost, ...writers.refused], {
      zh: `${acts} 项确认，${lost.length} 项有误`,
      en: `${acts} acknowledged, ${lost.length} wrong`,
    }),
    promise({ zh: "读从不中断", en: "Readers were served throughout" }, readers.failures, {
      zh: `${all.count} 次读，${all.failed} 次失败；主库被杀那一场 ${during?.reads.count} 次，其中 ${during?.reads.stale} 次注明可能陈旧`,
      en: `${all.count} reads, ${all.failed} failed; ${during?.reads.count} in the scene of the primary's death, ${during?.reads.stale} of them marked as perhaps old`,
    }),
    promise(
      { zh: "不注明就不陈旧", en: "No answer is old unless it says so" },
      readers.lies,
      count(readers.lies.length, { zh: "次说谎", en: "untrue answers" }),
    ),
    promise({ zh: "实时通道听到每一项变化", en: "The live streams told of every change" }, missing, {
      zh: `${listeners.count} 条通道，漏 ${missing.length} 项；确认后 ${late(0.5)} 秒（99%：${late(0.99)} 秒）内都已听到`,
      en: `${listeners.count} streams, ${missing.length} missed; half of the reports were known to all within ${late(0.5)} s of the acknowledgement, 99 of 100 within ${late(0.99)} s`,
    }),
    promise({ zh: "滚动重启没有失败的请求", en: "A rolling restart fails no request" }, failedRolling > 0 ? [`${failedRolling}`] : [], {
      zh: `${rolled?.reads.count} 次读、${rolled?.writes.acts} 项办理，${failedRolling} 次失败`,
      en: `${rolled?.reads.count} reads, ${rolled?.writes.acts} acts, ${failedRolling} failed`,
    }),
    promise(
      { zh: "回来的备库又用来读", en: "A replica that comes back is read from" },
      stage.unread,
      stage.unread.length === 0 ? { zh: "都是", en: "all" } : same(stage.unread.join(", ")),
    ),
    promise(
      { zh: "主备一致", en: "Primary and replicas hold the same" },
      differ,
      differ.length === 0 ? { zh: "是", en: "yes" } : same(differ.join(", ")),
    ),
  ];
}

/** Plays everything. @returns what was promised, and whether it is so */
export async function playAll(stage: Stage, pace: Pace): Promise<Promised[]> {
  const old = stage.cluster.primary;
  await stage.play({ zh: "平时", en: "A calm while" }, () => calm(stage, pace));
  await stage.play({ zh: "一个服务进程被杀", en: "A server process is killed" }, () => serverKilled(stage, pace));
  await stage.play({ zh: "一个备库落后", en: "A replica lags" }, () => replicaLags(stage, pace));
  await stage.play({ zh: "一个备库被杀", en: "A replica is killed" }, () => replicaKilled(stage, pace));
  const failover = stage.scenes.length;
  await stage.play({ zh: "主库被杀", en: "The primary is killed" }, () => primaryKilled(stage, pace));
  await stage.play({ zh: "旧主库回来", en: "The old primary comes back" }, () => oldPrimaryBack(stage, old));
  const last = stage.scenes.length;
  await stage.play({ zh: "逐个重启服务进程", en: "The server processes are restarted one by one" }, () => rolling(stage));
  return judge(stage, { failover, rolling: last });
}
