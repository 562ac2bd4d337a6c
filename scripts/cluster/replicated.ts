/** A primary and its streaming replicas on this machine, for tests and the drill; gone with their parent however that ends. */
import { postgresPrograms } from "../test/found.ts";
import { ask, until } from "./ask.ts";
import { serversFolder } from "./folder.ts";
import { Member } from "./member.ts";

export interface ReplicatedOptions {
  /** Beside the primary. */
  readonly replicas: number;
  /** An acknowledged commit is on the primary's disk and on one replica's. */
  readonly synchronous: boolean;
  /** Of each member for what it reads: shared_buffers; 64 otherwise. */
  readonly memory_MB?: number;
  /** Committed data survive the machine's death too (fsync), as in earnest; the death of a server they survive anyhow. */
  readonly durable?: boolean;
}

const STREAMING_MS = 30_000;

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i + 1}`);

function sharedLines({ replicas, synchronous, memory_MB = 64, durable = false }: ReplicatedOptions): string[] {
  return [
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    `fsync = ${durable ? "on" : "off"}`,
    `shared_buffers = ${memory_MB}MB`,
    "max_connections = 100",
    "hot_standby_feedback = on",
    // A member that was away for the length of a drill finds what it missed; slots alone do not outlive the change of primaries.
    "wal_keep_size = '512MB'",
    // All members' names, in all members: each may become the primary; a server never waits for itself.
    `synchronous_standby_names = '${synchronous ? `ANY 1 (${names(replicas + 1).join(", ")})` : ""}'`,
  ];
}

export class Replicated {
  readonly members: readonly Member[];
  readonly #close: () => Promise<void>;
  #primary: Member;

  constructor(members: readonly Member[], close: () => Promise<void>) {
    this.members = members;
    this.#primary = members[0] as Member;
    this.#close = close;
  }

  /** Whom the operator calls the primary: it may be dead. */
  get primary(): Member {
    return this.#primary;
  }

  get replicas(): readonly Member[] {
    return this.members.filter((member) => member !== this.#primary);
  }

  /** All members' URLs, for DATABASE_URL. */
  urls(database = "postgres"): string {
    return this.members.map((member) => member.url(database)).join(",");
  }

  /** Makes a replica the primary, the one that has received most unless told, and lets the other replicas follow it. The old primary is left as it is. */
  async promote(chosen?: Member): Promise<Member> {
    const next = chosen ?? (await this.#mostAdvanced());
    const [told] = await ask<{ done: boolean }>(next.url(), "select pg_promote(true, 60) as done", [], 61_000);
    if (told?.done !== true) throw new Error(`${next.name} was not promoted.`);
    const old = this.#primary;
    this.#primary = next;
    await this.#slots();
    for (const member of this.members) if (member !== next && member !== old) member.follow(next);
    return next;
  }

  /** Starts a member that is down, or that was the primary before, as a replica of the primary; done once it streams. */
  async rejoin(member: Member): Promise<void> {
    await member.stop();
    await this.#slots();
    if (!member.isReplica) {
      // Until its first checkpoint the new primary still names the old timeline.
      await ask(this.#primary.url(), "checkpoint", [], 60_000);
      try {
        member.windBackTo(this.#primary);
      } catch {
        member.copyFrom(this.#primary);
      }
    }
    member.follow(this.#primary);
    await member.start();
    await this.#streams(member);
    // Of the time when it was the primary: they would keep its log for ever.
    await ask(member.url(), "select pg_drop_replication_slot(slot_name) from pg_replication_slots where not active");
  }

  /** The replica goes on receiving (and acknowledging), but shows nothing newer until `resumeReplay`. */
  async pauseReplay(member: Member): Promise<void> {
    await ask(member.url(), "select pg_wal_replay_pause()");
    const paused = async () =>
      (await ask<{ state: string }>(member.url(), "select pg_get_wal_replay_pause_state() as state"))[0]?.state === "paused";
    await until(`${member.name} pauses`, paused, 10_000);
  }

  async resumeReplay(member: Member): Promise<void> {
    await ask(member.url(), "select pg_wal_replay_resume()");
  }

  /** Waits until each living replica shows all that the primary has committed by now. */
  async caughtUp(limit_ms = 30_000): Promise<void> {
    const [row] = await ask<{ lsn: string }>(this.#primary.url(), "select pg_current_wal_lsn()::text as lsn");
    const there = async (member: Member) =>
      (await ask<{ ok: boolean }>(member.url(), "select pg_last_wal_replay_lsn() >= $1::pg_lsn as ok", [row?.lsn]))[0]?.ok === true;
    for (const member of this.replicas) {
      if (member.alive) await until(`${member.name} caught up`, () => there(member), limit_ms);
    }
  }

  /** Ends all members and removes their data. */
  stop(): Promise<void> {
    return this.#close();
  }

  /** With a quorum of one, an acknowledged commit is with the replica that has received most. */
  async #mostAdvanced(): Promise<Member> {
    const received = "select greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn as bytes";
    const all = await Promise.all(
      this.replicas
        .filter((member) => member.alive)
        .map(async (member) => ({ member, bytes: BigInt((await ask<{ bytes: string }>(member.url(), received))[0]?.bytes ?? 0) })),
    );
    const best = all.reduce<(typeof all)[number] | null>((a, b) => (a === null || b.bytes > a.bytes ? b : a), null);
    if (best === null) throw new Error("No replica is alive.");
    return best.member;
  }

  /** The primary keeps its log for each other member until that has it. */
  async #slots(): Promise<void> {
    for (const member of this.replicas) {
      await ask(
        this.#primary.url(),
        `select pg_create_physical_replication_slot($1::name, true)
          where not exists (select from pg_replication_slots where slot_name = $1::name)`,
        [member.name],
      );
    }
  }

  async #streams(member: Member): Promise<void> {
    const text = "select from pg_stat_replication where application_name = $1 and state = 'streaming'";
    await until(`${member.name} streams`, async () => (await ask(this.#primary.url(), text, [member.name])).length > 0, STREAMING_MS);
  }
}

/** @throws when PostgreSQL is not installed or a member does not start */
export async function startReplicated(options: ReplicatedOptions): Promise<Replicated> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error("PostgreSQL 15+ with PostGIS is not installed here.");
  const { path, close } = serversFolder();
  try {
    const shared = sharedLines(options);
    const make = (name: string) => Member.make({ programs, folder: path, name, shared });
    const members: Member[] = [];
    for (const name of names(options.replicas + 1)) members.push(await make(name));
    const [primary, ...replicas] = members as [Member, ...Member[]];
    primary.initialise();
    await primary.start();
    const cluster = new Replicated(members, close);
    for (const replica of replicas) {
      replica.copyFrom(primary);
      await cluster.rejoin(replica);
    }
    return cluster;
  } catch (error) {
    await close();
    throw error;
  }
}
