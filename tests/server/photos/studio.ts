/** A precinct whose people take photos: its app over a store in a folder of its own, and uploads as a page makes them. */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Photo, PhotoUpload } from "../../../server/contract/types.ts";
import type { Db } from "../../../server/db/db.ts";
import { sql } from "../../../server/db/sql.ts";
import { buildApp } from "../../../server/http/app.ts";
import { folderStore } from "../../../server/photos/folderStore.ts";
import type { PhotoStore } from "../../../server/photos/store.ts";
import type { TestEngine } from "../../support/databases.ts";
import { body, loadPrecinct, Precinct, type Reply, type Who, west } from "../acts/precinct.ts";
import { sha256 } from "./pictures.ts";

type Json = Readonly<Record<string, unknown>>;

export class Studio {
  readonly db: Db;
  readonly folder: string;
  readonly store: PhotoStore;
  readonly precinct: Precinct;
  constructor(db: Db, folder: string, store: PhotoStore, precinct: Precinct) {
    this.db = db;
    this.folder = folder;
    this.store = store;
    this.precinct = precinct;
  }

  static async open({ fresh }: TestEngine): Promise<Studio> {
    const db = await fresh();
    await loadPrecinct(db);
    const folder = await mkdtemp(join(tmpdir(), "photos-"));
    return Studio.over(db, folder, folderStore(folder));
  }
  /** Another app over the same database and store, as another process has it. */
  static async over(db: Db, folder: string, store: PhotoStore): Promise<Studio> {
    const app = await buildApp({ db: () => ({ status: "ready", db }), photos: store });
    return new Studio(db, folder, store, new Precinct(db, app));
  }
  async close(): Promise<void> {
    await this.precinct.app.close();
    await this.db.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  announce(who: Who | null, bytes: Buffer, said: Json = {}): Promise<Reply> {
    const about = { clientId: randomUUID(), kind: "before", bytes: bytes.length, sha256: sha256(bytes), ago_s: 0 };
    return this.precinct.post(who, "/api/photos", { ...about, ...said });
  }
  async begin(who: Who, bytes: Buffer, said: Json = {}): Promise<PhotoUpload> {
    return body<PhotoUpload>(await this.announce(who, bytes, said));
  }
  async part(who: Who | null, id: number, offset: number | string, bytes: Buffer): Promise<Reply> {
    const headers = { ...(await this.precinct.headers(who)), "content-type": "application/octet-stream" };
    return this.precinct.app.inject({ method: "POST", url: `/api/photos/${id}/part?offset=${offset}`, headers, payload: bytes });
  }
  /** Announced and sent in one part. @returns the last answer, whatever it is */
  async send(who: Who, bytes: Buffer, said: Json = {}): Promise<Reply> {
    const { id } = await this.begin(who, bytes, said);
    return this.part(who, id, 0, bytes);
  }
  /** A photo that must be taken. */
  async take(who: Who, bytes: Buffer, said: Json = {}): Promise<Photo> {
    const { photo } = body<PhotoUpload>(await this.send(who, bytes, said));
    if (!photo) throw new Error("The upload is not whole.");
    return photo;
  }
  /** A photo that a problem in the west street was reported with. */
  async reported(bytes: Buffer, who: Who = "inspector", said: Json = {}): Promise<{ photo: Photo; problem: number }> {
    const photo = await this.take(who, bytes, { ...west, accuracy_m: 8, ...said });
    const problem = await this.precinct.report({ photos: [photo.id] }, who);
    return { photo, problem: problem.id };
  }
  cover(who: Who, id: number, boxes: readonly object[]): Promise<Reply> {
    return this.precinct.post(who, `/api/photos/${id}/cover`, { boxes });
  }

  /** The files in the store, by their paths below the folder. */
  async files(): Promise<string[]> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1));
    return paths.toSorted();
  }
  file(path: string): Promise<Buffer> {
    return readFile(join(this.folder, path));
  }
  async row(id: number): Promise<Row | undefined> {
    const [row] =
      await this.db.query<Row>(sql`select state, shown, original, writing, dead, boxes, withdrawn_by as by, withdrawn_why as why,
        (select count(*)::int from photo_part where photo_id = f.id) as parts from photo f where id = ${id}::bigint`);
    return row;
  }
  /** What a page that listens would be told last. */
  async told(): Promise<Told | undefined> {
    const [row] = await this.db.query<Told>(
      sql`select c.layer, p.problem_id as problem, p.act from change c left join problem_change p using (revision) order by revision desc limit 1`,
    );
    return row;
  }
  async audited(kind: string): Promise<Entry[]> {
    return this.db.query<Entry>(
      sql`select person_id as person, problem_id as problem, route, detail from audit_entry where kind = ${kind}::text order by id`,
    );
  }
}

interface Row {
  state: string;
  shown: number | null;
  original: number | null;
  writing: number[];
  dead: number[];
  boxes: object[];
  by: string | null;
  why: string | null;
  parts: number;
}
interface Told {
  layer: string;
  problem: number | null;
  act: string | null;
}
interface Entry {
  person: number;
  problem: number | null;
  route: string;
  detail: Record<string, unknown>;
}
